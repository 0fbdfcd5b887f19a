import { sql } from 'drizzle-orm'
import { openDatabase } from '../../src/db/database'
import { createTestDatabase } from '../support/database'

test('what a database or role sets by default does not change how times, bytes and transactions are read', async () => {
  const database = await createTestDatabase()
  const name = new URL(database.url).pathname.slice(1)
  const defaults = [
    "datestyle = 'SQL, DMY'",
    "timezone = 'Asia/Kolkata'",
    "intervalstyle = 'iso_8601'",
    "bytea_output = 'escape'",
    "default_transaction_isolation = 'serializable'",
  ]
  for (const setting of defaults) await database.sql.unsafe(`alter database ${name} set ${setting}`)
  const { db, close } = openDatabase(database.url)
  const [row] =
    await db.execute(sql`select timestamptz '2026-02-01T03:04:05Z'::text as at, interval '1 day'::text as span,
    '\\x00ff'::bytea::text as bytes, current_setting('transaction_isolation') as isolation`)
  expect(row).toEqual({ at: '2026-02-01 03:04:05+00', span: '1 day', bytes: '\\x00ff', isolation: 'read committed' })
  await close()
  await database.close()
})

test('the server notices within half a minute that the machine of a session is gone', async () => {
  const database = await createTestDatabase()
  const [row] = await database.db.execute(sql`select current_setting('tcp_keepalives_idle')::int
    + current_setting('tcp_keepalives_interval')::int * current_setting('tcp_keepalives_count')::int as seconds`)
  expect(row).toEqual({ seconds: 30 })
  await database.close()
})

test('parameters that an ORM adds to the connection string change nothing', async () => {
  const database = await createTestDatabase()
  const { db, close } = openDatabase(
    `${database.url}?schema=x&sslmode=disable&search_path=pg_catalog&statement_timeout=1`,
  )
  const [row] = await db.execute(
    sql`select current_setting('statement_timeout') as timeout, to_regclass('runs') is not null as found`,
  )
  expect(row).toEqual({ timeout: '20s', found: true })
  await close()
  await database.close()
})
