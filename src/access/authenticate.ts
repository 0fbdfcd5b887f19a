import { systemClock, type Clock } from '../shared/clock'
import type { Log } from '../shared/log'
import { toAccount } from './account'
import { actingUserHeader, readActingUser } from './acting-user'
import { readBearerToken } from './bearer'
import type { Caller } from './caller'
import { createKeyCache, type KeyCache } from './key-cache'
import { verifyToken } from './verify-token'

export interface AuthenticateOptions {
  /** Client id of the API's own registration: tokens must be made for it. */
  clientId: string
  /** The cloud's Entra, without a slash at the end: `https://login.microsoftonline.com`. */
  authorityHost: string
  clock?: Pick<Clock, 'now'>
  fetch?: typeof fetch
  /** Told when the signing keys could not be read. */
  log?: Log
  /** Shared with others that check tokens. Default: its own. */
  keys?: KeyCache
}

/**
 * Reads from the headers who is calling. Throws `auth.token_missing`, `auth.token_invalid`, `auth.not_permitted`,
 * `auth.keys_unavailable`, and `request.invalid` for a malformed `X-Acting-User`.
 */
export type Authenticate = (headers: { get(name: string): string | null }) => Promise<Caller>

/** Makes the check of Entra access tokens (version 2). Nothing is asked of Entra before the first one. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { authorityHost, clock = systemClock, fetch = globalThis.fetch, log = () => {} } = options
  // Entra writes it in lower case
  const clientId = options.clientId.toLowerCase()
  const { keys = createKeyCache({ authorityHost, clock, fetch, log }) } = options
  return async (headers) => {
    const token = readBearerToken(headers.get('Authorization'))
    const account = toAccount(await verifyToken(token, { clientId, keys, now: clock.now() }))
    return { ...account, actingFor: readActingUser(headers.get(actingUserHeader), account) }
  }
}
