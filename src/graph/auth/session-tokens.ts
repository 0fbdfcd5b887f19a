import { AppError } from '../../shared/errors'
import type { TokenSource } from './tokens'

/** The tokens of one session. */
export interface SessionTokens {
  /** Gets a token. Throws `graph.auth.*`. */
  get(signal: AbortSignal): Promise<string>
  /**
   * Drops a token after a 401. `isBad`: Graph said that the token itself is bad. False: the session has already tried
   * another token after such an answer, so the answer is final.
   */
  refuse(token: string, isBad: boolean): boolean
}

/**
 * Makes the tokens of one session, none of them older than `notBefore`. Remembers a final refusal for the rest of the
 * run, so that its parallel reads do not all ask Entra again.
 */
export function createSessionTokens(tokens: TokenSource, notBefore: number): SessionTokens {
  let final: AppError | undefined
  let doubted: string | undefined
  return {
    async get(signal) {
      if (final) throw final
      return tokens.get(signal, notBefore).catch((error: unknown) => {
        if (error instanceof AppError && error.category !== 'retry_later') final = error
        throw error
      })
    },
    refuse(token, isBad) {
      if (!isBad && (doubted ??= token) !== token) return false
      tokens.refuse(token)
      return true
    },
  }
}
