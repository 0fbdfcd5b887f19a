import * as z from 'zod'
import type { SettingsRequest, PoliciesRequest } from '../search/requests'
import { positionText, readCursor } from './cursor'
import { Flag, Name, paging, Since } from './parameters'

const Words = z
  .string()
  .max(1_000, 'at most 1,000 characters')
  .refine((text) => !text.includes('\0'), 'must not contain U+0000')
  .transform((text) => text.split(/\s+/).filter(Boolean))
  .refine((words) => words.length <= 12, 'at most 12 words')
const filters = { q: Words.default([]), policyType: Name.optional(), source: Name.optional() }
/** The parameters of a search for settings. */
export const SettingsParameters = z.strictObject({
  ...filters,
  value: Words.default([]),
  changedSince: Since.optional(),
  includeDefaults: Flag.default(false),
  ...paging,
})
/** The parameters of a search for policies. */
export const PoliciesParameters = z.strictObject({ ...filters, includeRemoved: Flag.default(false), ...paging })

/** The sort key after which the next page begins. */
const SortKey = z.tuple([positionText, positionText, positionText])

/** Turns checked parameters into a search for settings. Throws `request.invalid` for a cursor of another query. */
export function toSettingsRequest(tenantKey: string, parameters: z.output<typeof SettingsParameters>): SettingsRequest {
  const { q, value, limit, cursor, ...rest } = parameters
  const query = { words: q, valueWords: value, ...rest }
  return { query, limit, after: readCursor(SortKey, [tenantKey, query], cursor) }
}

/** Turns checked parameters into a search for policies. Throws `request.invalid` for a cursor of another query. */
export function toPoliciesRequest(tenantKey: string, parameters: z.output<typeof PoliciesParameters>): PoliciesRequest {
  const { q, limit, cursor, ...rest } = parameters
  const query = { words: q, ...rest }
  return { query, limit, after: readCursor(SortKey, [tenantKey, query], cursor) }
}
