import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { badRequest } from './answer'

/** Where a list goes on. */
export interface Place {
  /** The next position. */
  at: number
  /** Positions there were when the list was begun. */
  of: number
  /** Order of this crawl; 0: the natural one. */
  order: number
  /** The empty page before this place has been served. */
  paused?: true
}

/** Makes tokens nobody can read or build, each good for one list of one tenant with one set of options. */
export class SkipTokens {
  #key = randomBytes(16)

  /** Tokens made before are worth nothing from here on. */
  expire(): void {
    this.#key = randomBytes(16)
  }

  make(purpose: string, place: Place): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-128-gcm', this.#key, iv).setAAD(Buffer.from(purpose))
    const sealed = Buffer.concat([cipher.update(JSON.stringify(place)), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  /** Throws Graph's 400 for a token that is not from here, not for this, or expired. */
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
