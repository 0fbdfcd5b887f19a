import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { badRequest } from './answer'

/** A place in a list. */
export interface Place {
  /** The next position. */
  at: number
  /** Number of positions when the read of the list started. */
  of: number
  /** Seed of the order of this read; 0: unshuffled. */
  order: number
  /** The empty page before this place has been sent. */
  emptyPageSent?: true
}

/** Makes encrypted tokens. Each is valid for one list of one tenant with the same options. */
export class SkipTokens {
  #key = randomBytes(16)

  /** Invalidates all existing tokens. */
  expire(): void {
    this.#key = randomBytes(16)
  }

  make(purpose: string, place: Place): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-128-gcm', this.#key, iv).setAAD(Buffer.from(purpose))
    const sealed = Buffer.concat([cipher.update(JSON.stringify(place)), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  /** Decrypts a token. Throws Graph's 400 for a foreign or expired token, or one for another list. */
  open(purpose: string, token: string): Place {
    const bytes = Buffer.from(token, 'base64url')
    try {
      const decipher = createDecipheriv('aes-128-gcm', this.#key, bytes.subarray(0, 12)).setAAD(Buffer.from(purpose))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return JSON.parse(decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')) as Place
    } catch {
      throw badRequest('Skip token is invalid, has expired or belongs to another request.')
    }
  }
}
