import { sql } from 'drizzle-orm'
import type { Db } from './database'
import { hasUpsertKeys, isOfUpsert, uniqueIndexes } from './settings-index'
import { settings, upsertColumns } from './tables'

/** Throws for an index of the app that upserts fail with, and for another one where ours is to be built. */
export async function checkSettingsIndexes(db: Db, schema: string): Promise<void> {
  await checkOurNames(db, schema)
  const unique = await uniqueIndexes(db, schema)
  // PostgreSQL takes every index with these columns into account, also when ours stands beside it
  const late = unique.find((index) => hasUpsertKeys(index) && !index.immediate)
  if (late)
    throw new Error(
      `The constraint "${late.name}" of policy_settings is deferrable, and no upsert works with it: make it anew without "deferrable", then migrate again.`,
    )
  const narrow = unique.find(({ keys }) => isTooNarrow(keys))
  if (narrow)
    throw new Error(
      `The unique index "${narrow.name}" of policy_settings allows only one row for each ${narrow.keys.join(', ')}, and a policy has many settings: ` +
        `unique is ${upsertColumns.join(', ')}. Remove it, then migrate again.`,
    )
  if (unique.some((index) => index.valid && isOfUpsert(index))) return
  const name = settings.uniqueConstraints[0]!.name!
  if (unique.some((index) => index.name === name && isOfUpsert(index))) return
  const [taken] = await db.execute(sql`
    select i.indisvalid is false and t.relname = ${settings.name} as broken
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_index i on i.indexrelid = c.oid left join pg_class t on t.oid = i.indrelid
    where n.nspname = ${schema} and c.relname = ${name}`)
  if (taken && taken.broken !== true)
    throw new Error(
      `The name "${name}" is taken by something else than a unique index of policy_settings on just ${upsertColumns.join(', ')}, which upserts need. ` +
        'Rename it, or make it that index, then migrate again.',
    )
}

/** Throws for an index that has a name of ours and is another one: searches would go on without ours. */
async function checkOurNames(db: Db, schema: string): Promise<void> {
  const wanted = settings.indexes.map(({ config }) => config)
  const found = await db.execute(sql`
    select x.relname as name, m.amname as method, i.indnkeyatts as parts,
      t.relname = ${settings.name} and i.indpred is null and not i.indisunique as plain
    from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
      join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = x.relnamespace
    where n.nspname = ${schema} and x.relname in ${wanted.map(({ name }) => name)} order by 1`)
  const other = found.filter(({ name, method, parts, plain }) => {
    const own = wanted.find((config) => config.name === name)!
    return plain !== true || method !== (own.method ?? 'btree') || Number(parts) !== own.columns.length
  })
  if (other.length > 0)
    throw new Error(
      `Indexes with our names are other ones than ours: ${other.map(({ name }) => String(name)).join(', ')}. Rename them, then migrate again.`,
    )
}

/** Two settings of one policy, or one setting of two policies, could not both be stored. */
const isTooNarrow = (keys: readonly string[]): boolean =>
  keys.every((key) => upsertColumns.includes(key)) &&
  !(keys.includes('graph_policy_id') && keys.includes('setting_name'))
