import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'

/** A public key as Entra publishes it. */
export interface PublishedKey extends JsonWebKey {
  kid: string
}

/** What the token of whoever sends telemetry must be for. */
const audience = 'https://monitor.azure.com'

/** Says what is wrong with an `Authorization` header; null: nothing. The token is never part of it. */
export function tokenProblem(
  header: string | undefined,
  keys: readonly PublishedKey[],
  now = Date.now(),
): string | null {
  const [scheme, token = ''] = (header ?? '').split(' ')
  if (scheme !== 'Bearer' || token === '') return 'There is no token.'
  const [head = '', body = '', signature = ''] = token.split('.')
  const [{ kid }, { aud, exp }] = [decode(head), decode(body)]
  const key = keys.find((one) => one.kid === kid)
  if (!key) return 'The token is signed by nobody who is known.'
  const publicKey = createPublicKey({ key, format: 'jwk' })
  if (!verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')))
    return 'The signature of the token is wrong.'
  if (String(aud).replace(/\/$/, '') !== audience)
    return `The token is for ${String(aud)}, and must be for ${audience}.`
  return Number(exp) * 1000 > now ? null : 'The token has expired.'
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>
  } catch {
    return {} // no key has no name
  }
}
