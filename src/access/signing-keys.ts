import { type CryptoKey, importJWK } from 'jose'
import * as z from 'zod'

/** A public key that signs access tokens. */
export interface SigningKey {
  key: CryptoKey
  /** Whose tokens it signs: a template with `{tenantid}`, or the issuer of one tenant. Undefined: of all. */
  issuer: string | undefined
}

/** Signing keys by their key id. A list, because nothing forbids that two issuers share an id. */
export type SigningKeys = ReadonlyMap<string, readonly SigningKey[]>

const KeySet = z.object({ keys: z.array(z.unknown()) })

const RsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  issuer: z.string().optional(),
})

const fewestBits = 2048

/**
 * Takes the RSA keys of at least 2048 bits out of a JSON Web Key Set; others are left out. Throws when none is left, because
 * that is never meant.
 */
export async function toSigningKeys(document: unknown): Promise<SigningKeys> {
  const { keys } = KeySet.parse(document)
  const byId = new Map<string, SigningKey[]>()
  for (const candidate of keys) {
    const found = await toSigningKey(candidate)
    if (found) byId.set(found.kid, [...(byId.get(found.kid) ?? []), found])
  }
  if (byId.size === 0) throw new Error('no usable key')
  return byId
}

async function toSigningKey(candidate: unknown): Promise<(SigningKey & { kid: string }) | undefined> {
  const parsed = RsaKey.safeParse(candidate)
  if (!parsed.success) return undefined
  const { kid, n, e, issuer } = parsed.data
  // only the public parts: whatever else the document contains is ignored
  const key = await importJWK({ kty: 'RSA', n, e }, 'RS256').catch(() => undefined)
  if (!key || key instanceof Uint8Array) return undefined
  const bits = (key.algorithm as { modulusLength?: number }).modulusLength ?? 0
  return bits < fewestBits ? undefined : { kid, key, issuer }
}
