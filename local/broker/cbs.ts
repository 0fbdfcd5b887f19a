import type { Entities } from './entity'
import { notImplemented } from './errors'
import type { Operations } from './requests'
import { checkSignature, signaturePrefix } from './sas'

/** The address to which a client sends its token before it opens a link. */
export const cbsAddress = '$cbs'

/**
 * Checks a client's token, then that its queue exists, in the order of the service: who may not ask is not told what exists
 * (azure-sdk-for-net #44734). The clock is the machine's, because the client signed with that.
 */
export function cbsOf(entities: Entities): Operations<unknown> {
  return {
    'put-token': (token, { name }) => {
      // not by its type, because Python calls a signature `jwt` too
      if (!String(token).startsWith(signaturePrefix)) throw notImplemented('tokens of Entra')
      checkSignature(String(token), String(name), Date.now())
      entities.at(name)
      return { status: 202, description: 'Accepted' }
    },
  }
}
