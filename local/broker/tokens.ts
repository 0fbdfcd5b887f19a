import { randomBytes } from 'node:crypto'

/** A fresh lock token: 32 hexadecimal digits, the uuid a client sees without its dashes. */
export function newToken(): string {
  return randomBytes(16).toString('hex')
}

/** The delivery tag that carries a token: its 16 bytes in the order of a .NET Guid, which the SDK undoes. */
export function tagOf(token: string): Buffer {
  return swapped(Buffer.from(token, 'hex'))
}

/** The token a delivery tag carries. */
export function tokenOfTag(tag: Buffer | string): string {
  const bytes = typeof tag === 'string' ? Buffer.from(tag, 'latin1') : tag
  return bytes.length === 16 ? swapped(bytes).toString('hex') : ''
}

/** The token in a `$management` request, where the uuid travels in its ordinary order. */
export function tokenOfUuid(uuid: Buffer): string {
  return uuid.toString('hex')
}

/** Turns round the first three groups of a uuid (4, 2 and 2 bytes). */
function swapped(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  return Buffer.from(order.map((at) => bytes[at] ?? 0))
}
