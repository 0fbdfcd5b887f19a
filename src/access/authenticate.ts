import type { Clock } from '../shared/clock'
import { toAccount } from './account'
import { actingUserHeader, readActingUser } from './acting-user'
import { readBearerToken } from './bearer'
import type { Caller } from './caller'
import type { KeyCache } from './key-cache'
import { verifyToken } from './verify-token'

export interface AuthenticateOptions {
  /** Client id of the API's own registration: tokens must be made for it. */
  clientId: string
  /** Shared with others that check tokens. */
  keys: KeyCache
  clock: Pick<Clock, 'now'>
}

/**
 * Reads from the headers who is calling. Throws `auth.token_missing`, `auth.token_invalid`, `auth.not_permitted`,
 * `auth.keys_unavailable`, and `request.invalid` for a malformed `X-Acting-User`.
 */
export type Authenticate = (headers: { get(name: string): string | null }) => Promise<Caller>

/** Makes the check of Entra access tokens (version 2). Nothing is asked of Entra before the first one. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { keys, clock } = options
  // Entra writes it in lower case
  const clientId = options.clientId.toLowerCase()
  return async (headers) => {
    const token = readBearerToken(headers.get('Authorization'))
    const account = toAccount(await verifyToken(token, { clientId, keys, now: clock.now() }))
    return { ...account, actingFor: readActingUser(headers.get(actingUserHeader), account) }
  }
}
