import { createHash } from 'node:crypto'
import { AppError } from './errors'

/** Deeper than anything Intune has (5 measured), shallow enough that no recursion here can exhaust the stack. */
export const DEEPEST = 100

/** PostgreSQL stores neither U+0000 nor half a surrogate pair: both become U+FFFD. */
export function wellFormed(text: string): string {
  // oxlint-disable-next-line no-control-regex -- U+0000 is what is looked for
  return /[\0\ud800-\udfff]/.test(text) ? text.replace(/\0|\p{Surrogate}/gu, '\ufffd') : text
}

/** A text as it can be stored; null for anything else, and for an empty one. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? wellFormed(value) : null
}

/** White space of any kind becomes single spaces, none at the ends. */
export function collapse(text: string): string {
  const well = wellFormed(text)
  return /^\s|\s$|\s\s|[^\S ]/.test(well) ? well.replace(/\s+/g, ' ').trim() : well
}

/** JSON text that is the same for every order of keys, and that PostgreSQL can also read as `jsonb`. */
export function stableJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new AppError('sync.policy_unreadable', { message: 'The policy is nested too deeply.' })
  if (typeof value === 'string') return JSON.stringify(wellFormed(value))
  if (Array.isArray(value)) return `[${value.map((element) => stableJson(element, depth + 1)).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `{${members.map((key) => `${JSON.stringify(wellFormed(key))}:${stableJson(value[key], depth + 1)}`).join(',')}}`
}

/** A JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The longest beginning of a text that takes at most this many bytes as UTF-8; never half a character. */
export function cutToBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text
  const all = Buffer.from(text)
  if (all.length <= bytes) return text
  let end = bytes
  while (end > 0 && ((all[end] ?? 0) & 0xc0) === 0x80) end--
  return all.toString('utf8', 0, end)
}

/**
 * Sorts in place by a key, as the UTF-8 bytes of the keys compare. JavaScript's own order differs only where surrogate
 * pairs meet U+E000 to U+FFFF.
 */
export function sortByBytes<T>(list: T[], key: (item: T) => string): T[] {
  const bytewise = list.some((item) => /[\ud800-\uffff]/.test(key(item)))
  return list.sort((a, b) => {
    const [left, right] = [key(a), key(b)]
    if (left === right) return 0
    if (bytewise) return Buffer.compare(Buffer.from(left), Buffer.from(right))
    return left < right ? -1 : 1
  })
}

/** Hexadecimal SHA-256 of a text or of bytes. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
