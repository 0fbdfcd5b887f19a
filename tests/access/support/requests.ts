import { createAuthenticate, type Authenticate } from '../../../src/access/authenticate'
import { createKeyCache } from '../../../src/access/key-cache'
import { systemClock, type Clock } from '../../../src/shared/clock'
import type { AppError } from '../../../src/shared/errors'
import type { Log } from '../../../src/shared/log'
import type { TokenIssuer } from '../../support/token-issuer'

/** The headers of a request with this token. */
export const bearer = (token: string, more: Record<string, string> = {}) =>
  new Headers({ Authorization: `Bearer ${token}`, ...more })

/** Returns the error that a check throws. Throws when it accepts. */
export const refusal = (checked: Promise<unknown>): Promise<AppError> =>
  checked.then(
    () => {
      throw new Error('the token was accepted')
    },
    (error: AppError) => error,
  )

/** A check of the issuer's tokens, with no keys yet. `log` is told when they could not be read. */
export function createCheck(
  { authorityHost, clientId }: Pick<TokenIssuer, 'authorityHost'> & { clientId: string },
  { clock = systemClock, log = () => {} }: { clock?: Pick<Clock, 'now'>; log?: Log } = {},
): Authenticate {
  const keys = createKeyCache({ authorityHost, clock, fetch: globalThis.fetch, log })
  return createAuthenticate({ clientId, keys, clock })
}

/** A check with no keys yet, and a clock that stands still until it is advanced. */
export function checkWithClock(issuer: TokenIssuer, log: Log = () => {}) {
  let now = Date.now()
  const clock = {
    now: () => now,
    advance(ms: number) {
      now += ms
    },
  }
  return { authenticate: createCheck(issuer, { clock, log }), clock }
}
