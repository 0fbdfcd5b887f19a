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

const prefix = '[cosmosdb]'

/**
 * Makes encrypted tokens. Each is valid for one list of one tenant with the same options. As in Graph, a token is encoded twice in
 * a link, and who does not follow the link as it is gets 400.
 */
export class SkipTokens {
  #key = randomBytes(16)

  /** Invalidates all existing tokens. */
  expire(): void {
    this.#key = randomBytes(16)
  }

  /** Returns a token as it stands in a link. */
  make(purpose: string, place: Place): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-128-gcm', this.#key, iv).setAAD(Buffer.from(purpose))
    const text = JSON.stringify(place)
    const whole = text.padEnd(text.length + ((3 - (text.length % 3)) % 3)) // so that a token ends with `==`
    const sealed = Buffer.concat([cipher.update(whole), cipher.final()])
    const bytes = Buffer.concat([iv, cipher.getAuthTag(), sealed])
    return encodeURIComponent(encodeURIComponent(prefix + bytes.toString('base64')))
  }

  /** Decrypts a token that was decoded once, as every option of a query is. Throws Graph's 400 for a foreign or expired token, or one for another list. */
  open(purpose: string, token: string): Place {
    try {
      const bytes = bytesOf(token)
      const decipher = createDecipheriv('aes-128-gcm', this.#key, bytes.subarray(0, 12)).setAAD(Buffer.from(purpose))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return JSON.parse(decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')) as Place
    } catch {
      throw badRequest('Skip token is invalid, has expired or belongs to another request.')
    }
  }
}

/** Throws for a token that is not still encoded once. */
function bytesOf(token: string): Buffer {
  const decoded = decodeURIComponent(token)
  if (decoded === token || !decoded.startsWith(prefix)) throw new Error('not encoded twice')
  return Buffer.from(decoded.slice(prefix.length), 'base64')
}
