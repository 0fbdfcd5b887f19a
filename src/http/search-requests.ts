import * as z from 'zod'
import type { SettingsRequest, PoliciesRequest } from '../search/requests'
import { positionText, readCursor } from './cursor'
import { Flag, Name, paging, Since } from './parameters'

const Words = z
  .string()
  .max(1_000, 'must have at most 1,000 characters')
  .refine((text) => !text.includes('\0'), 'must not contain U+0000')
  .transform((text) => text.split(/\s+/).filter(Boolean))
  .refine((words) => words.length <= 12, 'must have at most 12 words')
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
