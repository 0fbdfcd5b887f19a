import type postgres from 'postgres'
import { createAppTable } from '../../local/postgres/app-table'

/** Creates the existing app's table with one row of the old sync. */
export async function createFilledAppTable(sql: postgres.Sql, schema = 'public'): Promise<void> {
  await createAppTable(sql, schema)
  await sql.unsafe(`insert into ${schema}.policy_settings
    values ('cuid1', 't1', 'p1', 'P', 'configurationPolicy', 'S', 'v', 'string', now())`)
}
