import type { Clock } from './clock'

/** A token, and until when it counts: milliseconds since the epoch. */
interface Token {
  token: string
  expiresOnTimestamp: number
}

/** Keeps one token for all who need it. */
export interface KeptToken<T extends Token> {
  /** Gives the token, a new one ahead of its end. Throws what `ask` throws, and asks again the next time. */
  get(): Promise<T>
  /** Drops this token, if it is the kept one: the next `get` asks for another. */
  refuse(token: string): void
}

/** A token is renewed in the last five minutes, of a shorter life in its second half. Milliseconds. */
const renewMs = 5 * 60_000

/** A token with less is not given out any more, of a short life with less than a sixth. Milliseconds. */
const leastMs = 30_000

/** After a renewal that failed the next one waits, because the old token still counts. Milliseconds. */
const pauseMs = 1_000

/**
 * Keeps a token that `ask` gets. Whoever asks at the same time shares one request. Nobody waits while the old token counts: it is
 * renewed beside.
 */
export function keepToken<T extends Token>(ask: () => Promise<T>, clock: Pick<Clock, 'now'>): KeptToken<T> {
  let kept: { token: T; life: number } | undefined
  let asking: Promise<T> | undefined
  let failedAt = -Infinity

  function renew(): Promise<T> {
    return (asking ??= ask()
      .then(
        (token) => {
          kept = { token, life: token.expiresOnTimestamp - clock.now() }
          return token
        },
        (error: unknown) => {
          failedAt = clock.now()
          throw error
        },
      )
      .finally(() => (asking = undefined)))
  }

  return {
    async get() {
      if (!kept) return renew()
      const { token, life } = kept
      const left = token.expiresOnTimestamp - clock.now()
      if (left <= Math.min(leastMs, life / 6)) return renew()
      if (left < Math.min(renewMs, life / 2) && clock.now() - failedAt >= pauseMs) void renew().catch(() => {})
      return token
    },
    refuse(token) {
      if (kept?.token.token === token) kept = undefined
    },
  }
}
