import { createHash } from 'node:crypto'
import { AppError } from './errors'
import { ExactNumber } from './exact-number'
import { wellFormed } from './well-formed'

export { wellFormed }

/** The deepest nesting that is read. Intune has at most 5 (measured); more than 100 could exhaust the stack. */
export const DEEPEST = 100

/** The text as PostgreSQL can store it. Null for an empty text, and for anything that is not a text. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? wellFormed(value) : null
}

/** Replaces each run of white space by one space, and trims the ends. */
export function collapse(text: string): string {
  const well = wellFormed(text)
  return /^\s|\s$|\s\s|[^\S ]/.test(well) ? well.replace(/\s+/g, ' ').trim() : well
}

/**
 * Writes JSON with sorted keys, in a form that PostgreSQL also reads as `jsonb`. Throws `sync.policy_unreadable` when
 * the value is nested too deeply.
 */
export function stableJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new AppError('sync.policy_unreadable', { message: 'The policy is nested too deeply.' })
  if (typeof value === 'string') return JSON.stringify(wellFormed(value))
  if (Array.isArray(value)) return `[${value.map((element) => stableJson(element, depth + 1)).join(',')}]`
  if (value instanceof ExactNumber) return value.literal
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `{${members.map((key) => `${JSON.stringify(wellFormed(key))}:${stableJson(value[key], depth + 1)}`).join(',')}}`
}

/** True for a JSON object: neither null nor an array nor a number. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

/** Cuts a text to at most this many bytes of UTF-8, without splitting a character. */
export function cutToBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text
  const all = Buffer.from(text)
  if (all.length <= bytes) return text
  let end = bytes
  while (end > 0 && ((all[end] ?? 0) & 0xc0) === 0x80) end--
  return all.toString('utf8', 0, end)
}

/**
 * Sorts in place by the UTF-8 bytes of a key. JavaScript's own order differs only between surrogate pairs and U+E000 to
 * U+FFFF.
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

/** Computes the SHA-256 of a text or of bytes, in hexadecimal. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
