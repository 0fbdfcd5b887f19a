import { sql } from 'drizzle-orm'
import type { Db } from './database'
import { settings } from './tables'

/** The longest text that is written to a column, in characters. The other texts have no limit. */
const longest: Readonly<Record<string, number>> = {
  id: 36,
  tenant_id: 36,
  graph_policy_id: 64, // a source, a slash and a GUID
  policy_name: 255,
  policy_type: 50,
  setting_name: 1000, // src/intune/flatten/fit-name.ts
  setting_value_type: 7,
  source: 50,
}

/** The app's column. */
interface Present {
  name: string
  /** As information_schema calls it; for an enum its name. */
  type: string
  /** In characters; null: no limit, or no text. */
  length: number | null
  /** There is a default. */
  filled: boolean
}

/** Throws with each column of the app's table whose type does not take what is written, its type and the one needed. */
export async function checkSettingsTypes(db: Db, schema: string): Promise<void> {
  const rows = await db.execute(sql`
    select column_name as name, case data_type when 'USER-DEFINED' then udt_name else data_type end as type,
      character_maximum_length as length, column_default is not null as filled
    from information_schema.columns where table_schema = ${schema} and table_name = ${settings.name} order by 1`)
  const ours = new Map(settings.columns.map((column) => [column.name, column.getSQLType()]))
  const wrong = (rows as unknown as Present[]).filter((column) => !fits(column, ours.get(column.name)))
  if (wrong.length === 0) return
  const named = wrong.map((column) => `${column.name} is ${typeOf(column)} (needed: ${needed(column, ours)})`)
  throw new Error(
    `policy_settings has columns that TenantPilot Functions cannot write: ${named.join(', ')}. ` +
      'Change their types, then migrate again.',
  )
}

function fits(column: Present, wanted: string | undefined): boolean {
  const { name, type, length, filled } = column
  // nobody of ours writes or reads it
  if (name === 'created_at' && filled) return true
  switch (wanted) {
    case undefined:
      return true
    case 'text':
      if (type === 'text') return true
      if (type !== 'character varying') return false
      return length === null || (name === 'id' && filled) || length >= (longest[name] ?? Infinity)
    case 'timestamp':
    case 'timestamp with time zone':
      return type.startsWith('timestamp')
    default:
      return type === wanted
  }
}

const typeOf = ({ type, length }: Present): string => (length === null ? type : `${type}(${length})`)

function needed({ name }: Present, ours: ReadonlyMap<string, string>): string {
  const length = longest[name]
  return length === undefined ? ours.get(name)! : `text or varchar(${length}) or longer`
}
