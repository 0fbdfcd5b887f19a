import { sql } from 'drizzle-orm'
import type { Db } from './database'

/** Needed by search: `pg_trgm` finds parts of words, `btree_gin` puts the tenant into the same index. */
export const extensions = ['pg_trgm', 'btree_gin']

/** Creates the extensions that are missing, and makes their operators known to this session. */
export async function createExtensions(db: Db): Promise<void> {
  for (const name of extensions) {
    await db.execute(sql.raw(`create extension if not exists ${name} schema public`)).catch((error: Error) => {
      throw new Error(
        `The PostgreSQL extension ${name} is needed and could not be created (${String((error.cause as Error | undefined)?.message)}). ` +
          `On Azure Database for PostgreSQL, add ${extensions.join(' and ')} to the server parameter azure.extensions, then ` +
          `migrate again. Elsewhere, ask an administrator to run "create extension ${name}" in this database.`,
        { cause: error },
      )
    })
  }
  await db.execute(sql`
    select set_config('search_path', concat_ws(', ', current_setting('search_path'), string_agg(distinct quote_ident(n.nspname), ', ')), false)
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname in ${extensions}`)
}
