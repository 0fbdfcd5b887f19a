import { AppError } from '../shared/errors'

/**
 * Makes `auth.token_invalid`. `why` goes on after "The access token is not valid: " and repeats nothing of the token. It has no
 * cause, because errors of `jose` carry the claims.
 */
export function tokenInvalid(why: string): AppError {
  return new AppError('auth.token_invalid', { message: `The access token is not valid: ${why}.` })
}
