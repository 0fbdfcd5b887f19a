import type { Operations } from './requests'

/** The address to which a client sends its token before it opens a link. */
export const cbsAddress = '$cbs'

/** Accepts every token, as Microsoft's emulator does, because the broker is for local use. */
export const cbs: Operations = {
  'put-token': () => ({ status: 202, description: 'Accepted' }),
}
