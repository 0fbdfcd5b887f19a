import { type SQL, sql } from 'drizzle-orm'
import { settingText } from '../db/schema/settings'
import { settingNameKey } from '../db/schema/settings'
import { policySettings } from '../db/schema/settings'
import { policyNameKey } from '../db/schema/settings'

/** What is looked for. Words hold no white space and are compared without regard to case. */
export interface SettingsQuery {
  /** Each must occur in policy name, setting name, category or shown value. */
  words: readonly string[]
  /** Each must occur in the shown value. */
  valueWords: readonly string[]
  policyType?: string | undefined
  source?: string | undefined
  changedSince?: Date | undefined
  /** Also what is as it would be if nobody had set it. */
  includeDefaults: boolean
}

/** A place in the order of answers: policy name, setting name (both as far as the order goes), row id. */
export type Position = readonly [policyName: string, settingName: string, id: string]

/** The order of answers, as `policy_settings_in_order` has it. */
export const sortOrder = sql`${policyNameKey(policySettings)}, ${settingNameKey(policySettings)}, ${policySettings.id}`

/** The rows behind this place, in order; all of the tenant without one. */
export const isAfter = (position: Position | undefined): SQL =>
  position ? sql`(${sortOrder}) > ${positionValues(position)}` : sql`true`

/** The rows up to this place, itself included. */
export const isUpTo = (position: Position): SQL => sql`(${sortOrder}) <= ${positionValues(position)}`

const positionValues = ([policyName, settingName, id]: Position) => sql`(${policyName}, ${settingName}, ${id})`

/** What a row must fulfil. A word of `value` is looked for in the whole text as well: that is what the index has. */
export function matches({ words, valueWords, policyType, source, changedSince, includeDefaults }: SettingsQuery): SQL {
  const all = [...new Set([...words, ...valueWords])].map((word) => contains(settingText(policySettings), word))
  for (const word of new Set(valueWords)) all.push(contains(sql`lower(${policySettings.settingValue})`, word))
  if (policyType !== undefined) all.push(sql`${policySettings.policyType} = ${policyType}`)
  if (source !== undefined) all.push(sql`${policySettings.source} = ${source}`)
  if (changedSince) all.push(sql`${policySettings.changedAt} >= ${changedSince.toISOString()}::timestamptz`)
  if (!includeDefaults) all.push(sql`${policySettings.isDefault} is not true`)
  return all.length > 0 ? sql.join(all, sql` and `) : sql`true`
}

/** A lower-cased text that holds the word. The database lower-cases both: its rules and JavaScript's are not the same. */
export const contains = (lowered: SQL, word: string): SQL =>
  sql`${lowered} like lower(${`%${word.replace(/[\\%_]/g, '\\$&')}%`})`

/** Whether an index leads to the rows: by a word of which it has a piece, or by another condition. */
export const hasIndex = ({ words, valueWords, policyType, source, changedSince }: SettingsQuery): boolean =>
  policyType !== undefined ||
  source !== undefined ||
  changedSince !== undefined ||
  // pieces are three letters or digits in a row; of others than these the database's locale decides
  [...words, ...valueWords].some((word) => /[a-z0-9]{3}/i.test(word))
