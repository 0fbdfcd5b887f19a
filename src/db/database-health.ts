import { sql } from 'drizzle-orm'
import type { Clock } from '../shared/clock'
import type { Db } from './database'
import { type FoundSchema, foundSchema, type Migrations, migrationsOf } from './schema-version'
import { nowMs } from './sql'

/** How the database itself is, in numbers alone. */
export interface DatabaseHealth {
  /** `version`: as the server calls it. `answersInMs`: one round trip on an open connection. */
  database: { version: string; answersInMs: number }
  migrations: Migrations
  /** `open` in this database; `limit`: the least of what server, database and login allow. */
  connections: { open: number; limit: number }
  /** The clock of this instance minus that of the database. */
  clock: { differenceMs: number }
}

/** Looks at the database. Throws `db.schema_behind` where it was never migrated. */
export async function databaseHealth(db: Db, clock: Pick<Clock, 'now'>): Promise<DatabaseHealth> {
  const [facts] = await db.execute(sql`
    select current_setting('server_version') as version, open, least(
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true)::int, 0),
        nullif(datconnlimit, -1), nullif(rolconnlimit, -1)) as limit
      from pg_database, pg_roles,
        (select count(*)::int as open from pg_stat_activity
          where datname = current_database() and usesysid is not null) activity
      where pg_database.datname = current_database() and rolname = session_user`)
  const [schema] = await db.execute(sql.raw(foundSchema))
  const { version, ...connections } = facts as unknown as { version: string; open: number; limit: number }
  // last, so that it does not measure the opening of a connection
  const { answersInMs, differenceMs } = await roundTrip(db, clock)
  return {
    database: { version, answersInMs },
    migrations: migrationsOf(schema as unknown as FoundSchema),
    connections,
    clock: { differenceMs },
  }
}

async function roundTrip(db: Db, clock: Pick<Clock, 'now'>) {
  const before = clock.now()
  const [row] = await db.execute(sql`select ${nowMs} as now`)
  const after = clock.now()
  return {
    answersInMs: Math.max(after - before, 0),
    differenceMs: Math.round((before + after) / 2 - Number(row?.now)),
  }
}
