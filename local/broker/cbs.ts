import { readToken } from '../identity/tokens'
import type { Claims } from './claims'
import type { Entities } from './entity'
import { notImplemented } from './errors'
import type { Operations } from './requests'
import { checkSignature, signaturePrefix, unauthorized } from './sas'

/** The address to which a client sends its token before it opens a link. */
export const cbsAddress = '$cbs'

const audience = 'https://servicebus.azure.net'

interface Tokens {
  /** Where tokens of Entra are noted: they end, and with them the links that were opened with them. */
  claims: Claims
  /** Checks tokens of Entra. Undefined: none is taken. */
  publicKey: string | undefined
}

/**
 * Checks a client's token, then that its queue exists, in the order of the service: who may not ask is not told what exists
 * (azure-sdk-for-net #44734). The clock is the machine's, because the client signed with that.
 */
export function cbsOf(entities: Entities, { claims, publicKey }: Tokens): Operations<unknown> {
  return {
    'put-token': (token, { name }) => {
      const text = String(token)
      // not by its type, because Python calls a signature `jwt` too
      const expiresAt = text.startsWith(signaturePrefix) ? undefined : checkToken(text, publicKey)
      if (expiresAt === undefined) checkSignature(text, String(name), Date.now())
      entities.at(name)
      if (expiresAt !== undefined) claims.renew(name, expiresAt)
      return { status: 202, description: 'Accepted' }
    },
  }
}

/** Checks a token of Entra. Returns when it ends, in milliseconds since the epoch. Throws a `BrokerError` with status 401. */
function checkToken(token: string, publicKey: string | undefined): number {
  if (publicKey === undefined) throw notImplemented('tokens of Entra')
  try {
    return readToken(publicKey, token, audience).exp * 1000
  } catch (error) {
    throw unauthorized(`InvalidToken: ${(error as Error).message}`)
  }
}
