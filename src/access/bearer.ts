import { AppError } from '../shared/errors'
import { tokenInvalid } from './token-invalid'

/** The longest token that is read, in characters. Entra's are about 2 KiB. */
const longestToken = 16 * 1024

/**
 * Reads the token of `Authorization: Bearer <token>`. Throws `auth.token_missing` when there is none, and
 * `auth.token_invalid` for anything but three parts in base64url.
 */
export function readBearerToken(header: string | null): string {
  const scheme = /^bearer(?: +|$)/i.exec(header ?? '')?.[0]
  const token = scheme === undefined ? '' : header!.slice(scheme.length)
  if (token === '') throw new AppError('auth.token_missing')
  if (token.length > longestToken) throw tokenInvalid(`it is longer than ${longestToken} characters`)
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token))
    throw tokenInvalid('it is not one JWT (three parts in base64url, with dots between them)')
  return token
}
