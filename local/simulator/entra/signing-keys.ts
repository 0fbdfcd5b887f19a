import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { JsonObject } from '../json'

interface SigningKey {
  kid: string
  publicKey: KeyObject
  privateKey: KeyObject
}

/** The RSA keys of Entra: two are published, and the first one signs. They are made when first needed, which takes long. */
export class SigningKeys {
  #made: readonly [SigningKey, SigningKey] | undefined

  /** A new key signs from now on. The one before stays published until the next rotation. */
  rotate(): void {
    const [first] = this.#keys()
    this.#made = [makeKey(), first]
  }

  /** Returns what `discovery/v2.0/keys` answers. */
  published(origin: string): JsonObject {
    const issuer = `${origin}/{tenantid}/v2.0` // this text: whoever validates puts the token's tenant in its place
    const keys = this.#keys().map(({ kid, publicKey }) => {
      const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
      return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, issuer }
    })
    return { keys }
  }

  /** Returns a token with these claims, signed by the first key. */
  sign(claims: object): string {
    const [{ kid, privateKey }] = this.#keys()
    const parts = [{ typ: 'JWT', alg: 'RS256', kid }, claims]
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  }

  #keys(): readonly [SigningKey, SigningKey] {
    return (this.#made ??= [makeKey(), makeKey()])
  }
}

function makeKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const bytes = publicKey.export({ format: 'der', type: 'spki' })
  // Entra takes the thumbprint of a certificate, which there is none of here
  return { kid: createHash('sha1').update(bytes).digest('base64url'), publicKey, privateKey }
}
