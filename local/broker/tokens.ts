import { randomBytes } from 'node:crypto'

/** Creates a lock token: 32 hexadecimal digits, which the client sees as a uuid. */
export function newToken(): string {
  return randomBytes(16).toString('hex')
}

/** Returns the delivery tag of a token: its 16 bytes in the order of a .NET Guid, as the SDK expects. */
export function tagOf(token: string): Buffer {
  return swapped(Buffer.from(token, 'hex'))
}

/** Returns the token of a delivery tag; empty for a tag of another length. */
export function tokenOfTag(tag: Buffer | string): string {
  const bytes = typeof tag === 'string' ? Buffer.from(tag, 'latin1') : tag
  return bytes.length === 16 ? swapped(bytes).toString('hex') : ''
}

/** Returns the token of a `$management` request, where the uuid has its normal byte order. */
export function tokenOfUuid(uuid: Buffer): string {
  return uuid.toString('hex')
}

/** Returns the uuid of a token for a `$management` reply. */
export function uuidOf(token: string): Buffer {
  return Buffer.from(token, 'hex')
}

/** Reverses the first three groups of a uuid (4, 2 and 2 bytes). */
function swapped(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  return Buffer.from(order.map((at) => bytes[at] ?? 0))
}
