import { createHash } from 'node:crypto'
import * as z from 'zod'
import { AppError } from '../shared/errors'
import type { Position } from '../search/conditions'
import type { PolicyPosition } from '../search/policies'
import type { SettingsRequest, PoliciesRequest } from '../search/requests'

const Words = z
  .string()
  .max(1_000, 'at most 1,000 characters')
  .refine((text) => !text.includes('\0'), 'must not contain U+0000')
  .transform((text) => text.split(/\s+/).filter(Boolean))
  .refine((words) => words.length <= 12, 'at most 12 words')
const Name = z.string().regex(/^[\w.-]{1,128}$/, 'at most 128 letters, digits, ".", "_" and "-"')
const Flag = z.enum(['true', 'false'], 'true or false').transform((text) => text === 'true')
/** A date, or a time with its zone. */
export const Since = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'an ISO 8601 date, or a time with its zone')
  .transform((text) => new Date(text))
  .refine((time) => time.getUTCFullYear() >= 1970 && time.getUTCFullYear() <= 9999, 'from 1970 to 9999')
export const Limit = z
  .string()
  .regex(/^\d{1,3}$/, 'a whole number')
  .transform(Number)
  .pipe(z.number().min(1, 'from 1 to 200').max(200, 'from 1 to 200'))
  .default(50)
  .meta({ type: 'integer', minimum: 1, maximum: 200, description: 'How many a page has at most; 50 if absent.' })

const paging = {
  limit: Limit,
  cursor: z
    .string()
    .max(8_000, 'use the nextCursor of an answer')
    .optional()
    .describe('The `nextCursor` of the page before. It belongs to the same query.'),
}
const filters = {
  q: Words.default([]).describe('Words that must all occur, at most 12. The order does not matter.'),
  policyType: Name.optional().describe('Only policies of this type.'),
  source: Name.optional().describe('Only what was read from this collection of Graph.'),
}
/** The parameters of a search for settings. */
export const SettingsParameters = z.strictObject({
  ...filters,
  value: Words.default([]).describe('Words that must all occur in the value, at most 12.'),
  changedSince: Since.optional().describe(
    'Only settings whose value changed since: an ISO 8601 date, or a time with its zone.',
  ),
  includeDefaults: Flag.default(false).describe('With values that the portal shows while nothing is configured.'),
  ...paging,
})
/** The parameters of a search for policies. */
export const PoliciesParameters = z.strictObject({
  ...filters,
  includeRemoved: Flag.default(false).describe('With policies that are gone from the tenant.'),
  ...paging,
})

/** `at`: the sort key after which the next page begins. `of`: a hash of the query that it belongs to. */
const Cursor = z.strictObject({ at: z.tuple([z.string(), z.string(), z.string()]), of: z.string() })

/** Turns checked parameters into a search for settings. Throws `request.invalid` for a cursor of another query. */
export function toSettingsRequest(tenantKey: string, parameters: z.output<typeof SettingsParameters>): SettingsRequest {
  const { q, value, limit, cursor, ...rest } = parameters
  const query = { words: q, valueWords: value, ...rest }
  return { query, limit, after: readCursor(cursor, tenantKey, query) }
}

/** Turns checked parameters into a search for policies. Throws `request.invalid` for a cursor of another query. */
export function toPoliciesRequest(tenantKey: string, parameters: z.output<typeof PoliciesParameters>): PoliciesRequest {
  const { q, limit, cursor, ...rest } = parameters
  const query = { words: q, ...rest }
  return { query, limit, after: readCursor(cursor, tenantKey, query) }
}

/** Encodes where the next page of this query begins. Null: there is no next page. */
export function writeCursor(tenantKey: string, query: object, next: Position | PolicyPosition | null): string | null {
  if (!next) return null
  return Buffer.from(JSON.stringify({ at: next, of: queryHash(tenantKey, query) })).toString('base64url')
}

function readCursor(text: string | undefined, tenantKey: string, query: object) {
  if (text === undefined) return undefined
  const cursor = Cursor.safeParse(parse(Buffer.from(text, 'base64url').toString()))
  if (!cursor.success || cursor.data.at.some((part) => part.includes('\0')))
    throw new AppError('request.invalid', {
      message: 'The request is not valid: cursor: use the nextCursor of an answer.',
    })
  if (cursor.data.of !== queryHash(tenantKey, query))
    throw new AppError('request.invalid', {
      message:
        'The request is not valid: cursor: it belongs to another query. Keep the query, or start without a cursor.',
    })
  return cursor.data.at
}

const queryHash = (tenantKey: string, query: object): string =>
  createHash('sha256')
    .update(JSON.stringify([tenantKey, query]))
    .digest('base64url')
    .slice(0, 16)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
