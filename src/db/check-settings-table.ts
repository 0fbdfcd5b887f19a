import { sql } from 'drizzle-orm'
import type { Db } from './database'
import { settings } from './tables'

/** Throws where `policy_settings` is no table that upserts can write: a view, a partitioned table, rules, generated columns. */
export async function checkSettingsTable(db: Db, schema: string): Promise<void> {
  const [table] = await db.execute(sql`
    select c.relkind = 'r' as ordinary,
      array_to_json(array(select rulename::text from pg_rewrite r where r.ev_class = c.oid and rulename <> '_RETURN')) as rules,
      array_to_json(array(select attname::text from pg_attribute a
        where a.attrelid = c.oid and attgenerated <> '' and not attisdropped order by 1)) as generated
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${settings.name} and c.relkind <> 'i'`)
  if (!table) return
  if (table.ordinary !== true)
    throw new Error(
      'policy_settings must be an ordinary table: a view or a partitioned table cannot be written. Nothing was changed.',
    )
  const { rules, generated } = table as { rules: string[]; generated: string[] }
  if (rules.length > 0)
    throw new Error(
      `policy_settings has rules, with which writes do something else: ${rules.join(', ')}. Drop them, then migrate again.`,
    )
  const written = new Set(settings.columns.map(({ name }) => name))
  const ours = generated.filter((name) => written.has(name))
  if (ours.length > 0)
    throw new Error(
      `policy_settings has generated columns that TenantPilot Functions must write: ${ours.join(', ')}. Make them plain columns, then migrate again.`,
    )
}
