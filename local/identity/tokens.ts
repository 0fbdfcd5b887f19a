import { randomUUID, sign, verify } from 'node:crypto'
import type { LocalIdentity } from './identities'

/** What a token says. Times are seconds since the epoch. */
export interface IdentityClaims {
  aud: string
  iss: string
  sub: string
  oid: string
  appid: string
  exp: number
}

interface Content {
  identity: LocalIdentity
  audience: string
  issuer: string
  /** Milliseconds since the epoch. */
  now: number
  /** Its life in seconds. */
  seconds: number
}

/** Makes a token as Entra makes one for a managed identity. */
export function signToken(privateKey: string, { identity, audience, issuer, now, seconds }: Content): string {
  const begin = Math.floor(now / 1000)
  const { oid, clientId } = identity
  const times = { iat: begin, nbf: begin, exp: begin + seconds }
  const claims = {
    aud: audience,
    iss: issuer,
    sub: oid,
    oid,
    appid: clientId,
    idtyp: 'app',
    ...times,
    uti: randomUUID(),
  }
  const text = [{ typ: 'JWT', alg: 'RS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
}

/** Reads a token that was made for this audience. Throws a sentence that says what is wrong with it. */
export function readToken(publicKey: string, token: string, audience: string, now = Date.now()): IdentityClaims {
  const [head = '', body = '', signature = ''] = token.split('.')
  if (!verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')))
    throw new Error('The access token has no valid signature.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as IdentityClaims
  if (bare(claims.aud) !== bare(audience)) throw new Error(`The access token is for '${claims.aud}'.`)
  if (claims.exp * 1000 <= now) throw new Error('The access token is expired.')
  return claims
}

const bare = (audience: string) => audience.replace(/\/+$/, '').toLowerCase()
