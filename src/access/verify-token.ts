import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { checkClaims, toleranceSeconds, type Claims } from './claims'
import type { KeyCache } from './key-cache'
import { issuerOf } from './metadata'
import type { SigningKey } from './signing-keys'
import { tokenInvalid } from './token-invalid'

interface Expected {
  clientId: string
  keys: KeyCache
  /** Milliseconds since the epoch. */
  now: number
}

/**
 * Verifies an access token and returns its claims. What is wrong with the claims is told before anything is asked of Entra;
 * then `jose` checks signature, audience, issuer and times. Throws `auth.token_invalid` and `auth.keys_unavailable`.
 */
export async function verifyToken(token: string, { clientId, keys, now }: Expected): Promise<Claims> {
  const kid = readKeyId(token)
  const { iss, tid } = checkClaims(
    readable(() => decodeJwt(token)),
    clientId,
    now,
  )
  const published = await keys.find(kid)
  if (iss !== issuerOf(published.issuer, tid)) throw tokenInvalid('it is from another issuer')
  const payload = await verifySignature(token, keyFor(published.keys.get(kid), iss, tid), {
    audience: clientId,
    issuer: iss,
    currentDate: new Date(now),
  })
  return checkClaims(payload, clientId, now)
}

/** Checks the header. Entra signs with RS256 and always writes the type JWT. */
function readKeyId(token: string): string {
  const { alg, typ, kid } = readable(() => decodeProtectedHeader(token))
  if (alg !== 'RS256') throw tokenInvalid('it is not signed with RS256')
  if (typ !== undefined && (typeof typ !== 'string' || typ.toUpperCase() !== 'JWT'))
    throw tokenInvalid('its type is not JWT')
  if (typeof kid !== 'string' || kid === '') throw tokenInvalid('it does not name the key that signed it')
  // spare bits of the last character would let two texts be the same signature
  const signature = token.slice(token.lastIndexOf('.') + 1)
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature)
    throw tokenInvalid('its signature is not in base64url')
  return kid
}

/** A key whose `issuer` names one tenant serves that tenant alone. */
function keyFor(candidates: readonly SigningKey[] | undefined, iss: string, tid: string): SigningKey['key'] {
  if (!candidates) throw tokenInvalid('it is signed with a key that Entra does not publish')
  const found = candidates.find(({ issuer }) => issuer === undefined || issuerOf(issuer, tid) === iss)
  if (!found) throw tokenInvalid('it is signed with a key of another issuer')
  return found.key
}

async function verifySignature(
  token: string,
  key: SigningKey['key'],
  expected: { audience: string; issuer: string; currentDate: Date },
) {
  try {
    const { payload } = await jwtVerify(token, key, {
      ...expected,
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      clockTolerance: toleranceSeconds,
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) throw tokenInvalid('its signature is wrong')
    if (error instanceof errors.JOSEError) throw tokenInvalid('it is not a JWT that can be checked')
    throw error
  }
}

function readable<T>(decode: () => T): T {
  try {
    return decode()
  } catch {
    throw tokenInvalid('it is not a JWT that can be read')
  }
}
