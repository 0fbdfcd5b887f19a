import { createHash } from 'node:crypto'
import * as z from 'zod'
import { AppError } from '../shared/errors'

/**
 * Encodes where the next page of a list begins. Null: there is no next page. `list`: what the list is of, with its query; no
 * other list takes the cursor. What the caller may see is asked anew for each page.
 */
export function writeCursor(list: unknown, next: unknown): string | null {
  if (next === null) return null
  return Buffer.from(JSON.stringify({ at: next, of: hashOf(list) })).toString('base64url')
}

/** Reads where a page begins; undefined without a cursor. Throws `request.invalid` for a cursor of another list. */
export function readCursor<T>(position: z.ZodType<T>, list: unknown, text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  const cursor = z
    .strictObject({ at: position, of: z.string() })
    .safeParse(parse(Buffer.from(text, 'base64url').toString()))
  if (!cursor.success) throw refused('must be the nextCursor of an answer')
  if (cursor.data.of !== hashOf(list))
    throw refused('it belongs to another query. Keep the query, or start without a cursor')
  return cursor.data.at
}

/** A text in a position: PostgreSQL holds no U+0000. */
export const positionText = z.string().refine((text) => !text.includes('\0'))

const refused = (why: string) =>
  new AppError('request.invalid', { message: `The request is not valid: cursor: ${why}.` })

const hashOf = (list: unknown): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
