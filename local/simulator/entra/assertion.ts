import { constants, createHash, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { isObject, type JsonObject } from '../json'

/** What the app's registration trusts instead of a secret. */
export interface Trust {
  /** The app's certificate as PEM. */
  certificate?: string
  /** A federated credential; the assertion's audience must be `api://AzureADTokenExchange`. */
  federated?: { issuer: string; subject: string; publicKey: string }
}

export interface Asked {
  clientId: string
  /** What an assertion signed with a certificate may be addressed to. */
  audiences: readonly string[]
  /** Milliseconds since 1970. */
  now: number
}

/** Returns the AADSTS number of what is wrong with a client assertion; undefined when it proves who the app is. */
export function assertionError(assertion: string, trust: Trust, asked: Asked): number | undefined {
  const parts = assertion.split('.')
  const [header, claims] = parts.slice(0, 2).map(decode)
  if (parts.length !== 3 || !header || !claims) return 50012
  const signed = (key: KeyObject) => isSigned(parts as [string, string, string], header['alg'], key)
  const isOwn = String(claims['iss']).toLowerCase() === asked.clientId.toLowerCase()
  const wrong = isOwn ? ownError(header, claims, trust, asked, signed) : federatedError(claims, trust, signed)
  if (wrong !== undefined) return wrong
  const { exp, nbf = 0 } = claims
  const skewMs = 300_000
  const isValid = Number(exp) * 1000 + skewMs > asked.now && Number(nbf) * 1000 - skewMs < asked.now
  return isValid ? undefined : 700024
}

/** Signed with the app's own certificate (`certificate-credentials` in Microsoft's documents). */
function ownError(
  header: JsonObject,
  { sub, aud }: JsonObject,
  { certificate }: Trust,
  { clientId, audiences }: Asked,
  signed: (key: KeyObject) => boolean,
): number | undefined {
  if (certificate === undefined) return 700027
  const { raw, publicKey } = new X509Certificate(certificate)
  const print = (algorithm: string) => createHash(algorithm).update(raw).digest('base64url')
  if (header['x5t'] !== print('sha1') && header['x5t#S256'] !== print('sha256')) return 700027
  if (!signed(publicKey)) return 700027
  if (String(sub).toLowerCase() !== clientId.toLowerCase()) return 700021
  return audiences.includes(String(aud)) ? undefined : 700023
}

/** Issued by somebody else. The subject's case counts since 2024. */
function federatedError(
  { iss, sub, aud }: JsonObject,
  { federated }: Trust,
  signed: (key: KeyObject) => boolean,
): number | undefined {
  if (federated === undefined || iss !== federated.issuer) return 700211
  if (sub !== federated.subject) return String(sub).toLowerCase() === federated.subject.toLowerCase() ? 7002138 : 700213
  if (aud !== 'api://AzureADTokenExchange') return 700212
  return signed(createPublicKey(federated.publicKey)) ? undefined : 700027
}

function isSigned([head, body, signature]: [string, string, string], alg: unknown, key: KeyObject): boolean {
  if (alg !== 'RS256' && alg !== 'PS256') return false
  const padding = alg === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  const options = { key, padding, ...(alg === 'PS256' && { saltLength: constants.RSA_PSS_SALTLEN_DIGEST }) }
  return verify('sha256', Buffer.from(`${head}.${body}`), options, Buffer.from(signature, 'base64url'))
}

function decode(part: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}
