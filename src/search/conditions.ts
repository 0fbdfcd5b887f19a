import { type SQL, sql } from 'drizzle-orm'
import { settingText, settingNameKey, readableSettings, policyNameKey } from '../db/schema/settings'

/** The conditions of a search. Words contain no white space and match in any case. */
export interface SettingsQuery {
  /** Each must occur in policy name, setting name, category or shown value. */
  words: readonly string[]
  /** Each must occur in the shown value. */
  valueWords: readonly string[]
  policyType?: string | undefined
  source?: string | undefined
  changedSince?: Date | undefined
  /** Include values that the portal shows while nothing is configured. */
  includeDefaults: boolean
}

/** A position in the result's order; both names are cut to the length that the index sorts by. */
export type Position = readonly [policyName: string, settingName: string, id: string]

/** The order of the result, which the index `policy_settings_in_order` has. */
export const sortOrder = sql`${policyNameKey(readableSettings)}, ${settingNameKey(readableSettings)}, ${readableSettings.id}`

/** Condition: the row comes after this position; without a position, always true. */
export const isAfter = (position: Position | undefined): SQL =>
  position ? sql`(${sortOrder}) > ${positionValues(position)}` : sql`true`

/** Condition: the row comes before this position or is at it. */
export const isUpTo = (position: Position): SQL => sql`(${sortOrder}) <= ${positionValues(position)}`

const positionValues = ([policyName, settingName, id]: Position) => sql`(${policyName}, ${settingName}, ${id})`

/** All conditions of a query. A word of `valueWords` is also searched in the indexed text, because only that has an index. */
export function matches({ words, valueWords, policyType, source, changedSince, includeDefaults }: SettingsQuery): SQL {
  const all = [...new Set([...words, ...valueWords])].map((word) => contains(settingText(readableSettings), word))
  for (const word of new Set(valueWords)) all.push(contains(sql`lower(${readableSettings.settingValue})`, word))
  if (policyType !== undefined) all.push(sql`${readableSettings.policyType} = ${policyType}`)
  if (source !== undefined) all.push(sql`${readableSettings.source} = ${source}`)
  if (changedSince) all.push(sql`${readableSettings.changedAt} >= ${changedSince.toISOString()}::timestamptz`)
  if (!includeDefaults) all.push(sql`${readableSettings.isDefault} is not true`)
  return all.length > 0 ? sql.join(all, sql` and `) : sql`true`
}

/** Condition: a lower-cased text contains the word. The database lower-cases both, because JavaScript's rules differ. */
export const contains = (lowered: SQL, word: string): SQL =>
  sql`${lowered} like lower(${`%${word.replace(/[\\%_]/g, '\\$&')}%`})`

/** Whether an index helps: with a word of three letters or digits in a row, or with another condition. */
export const hasIndex = ({ words, valueWords, policyType, source, changedSince }: SettingsQuery): boolean =>
  policyType !== undefined ||
  source !== undefined ||
  changedSince !== undefined ||
  // the index holds trigrams; whether other characters count as letters depends on the database's locale
  [...words, ...valueWords].some((word) => /[a-z0-9]{3}/i.test(word))
