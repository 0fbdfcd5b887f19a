import type { Operations } from './requests'

/** The address at which a client hands in its token before every link. */
export const cbsAddress = '$cbs'

/** Every token is good, as with Microsoft's emulator: the broker is for one machine. */
export const cbs: Operations = {
  'put-token': () => ({ status: 202, description: 'Accepted' }),
}
