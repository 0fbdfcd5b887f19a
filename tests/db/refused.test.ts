import { rulesMark, rulesVersion } from '../../src/db/access/rules'
import { migrate } from '../../src/db/migrate'
import { sql } from 'drizzle-orm'
import { openDatabase } from '../../src/db/database'
import { databaseErrorCode } from '../../src/shared/database-codes'
import { toSafeError } from '../../src/shared/errors'
import { freePort } from '../../local/ports'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

async function codeOf(url: string, statement = 'select 1'): Promise<string> {
  const { db, close } = openDatabase(url)
  try {
    await db.execute(sql.raw(statement))
    return 'no failure'
  } catch (error) {
    return toSafeError(error).code
  } finally {
    await close()
  }
}

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url)
  change(url)
  return url.href
}

test('point 3: whatever fails before a statement runs is db.unavailable, not a bug', async () => {
  const port = String(await freePort())
  expect(await codeOf(changed((url) => (url.username = 'nobody')))).toBe('db.unavailable') // 28000
  expect(await codeOf(changed((url) => (url.pathname = '/nowhere')))).toBe('db.unavailable') // 3D000
  expect(await codeOf(changed((url) => (url.port = port)))).toBe('db.unavailable')
  expect(await codeOf(changed((url) => (url.hostname = 'nowhere.invalid')))).toBe('db.unavailable')
})

test.each(['28P01', '28000', '3D000', '53200', '53300', '57P01', '57P05', '08006', 'ENETUNREACH', 'POOL_BUSY'])(
  'point 3: %s is db.unavailable',
  (code) => expect(databaseErrorCode(code)).toBe('db.unavailable'),
)

test.each([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('point 3: a refused certificate (%s) is db.unavailable', (code) =>
  expect(databaseErrorCode(code)).toBe('db.unavailable'),
)

test.each(['23505', '42601', '22P02', 'ERR_INVALID_ARG_TYPE'])('%s stays a bug', (code) => {
  expect(databaseErrorCode(code)).toBeUndefined()
})

test('a dropped view of settings is db.schema_behind: the next migration makes it again', async () => {
  const search = 'select 1 from tenantpilot.readable_settings'
  await database.sql`drop view tenantpilot.readable_settings`
  expect(await codeOf(database.url, search)).toBe('db.schema_behind')
  await migrate(database.url)
  expect(await codeOf(database.url, 'select not_there from runs')).toBe('internal.bug')
})

test('a function that only newer access rules have is db.schema_behind', async () => {
  const call = 'select not_there()'
  expect(await codeOf(database.url, call)).toBe('internal.bug')
  await database.sql.unsafe(`comment on schema tenantpilot is '${rulesMark} ${rulesVersion - 1}'`)
  expect(await codeOf(database.url, call)).toBe('db.schema_behind')
  await migrate(database.url)
  expect(await codeOf(database.url, call)).toBe('internal.bug')
})

test('point 3: an undefined table or column is db.schema_behind while the journal is behind, else a bug', async () => {
  const undefinedTable = 'select 1 from not_there'
  const undefinedColumn = 'select not_there from runs'
  expect(await codeOf(database.url, undefinedTable)).toBe('internal.bug')
  expect(await codeOf(database.url, undefinedColumn)).toBe('internal.bug')
  await database.sql`update tenantpilot.migrations set created_at = created_at - 1`
  expect(await codeOf(database.url, undefinedTable)).toBe('db.schema_behind')
  expect(await codeOf(database.url, undefinedColumn)).toBe('db.schema_behind')
  const inTransaction = database.db.transaction((tx) => tx.execute(sql.raw(undefinedColumn)))
  await expect(inTransaction).rejects.toMatchObject({ code: 'db.schema_behind' })
  await database.sql`drop table tenantpilot.migrations`
  expect(await codeOf(database.url, undefinedTable)).toBe('db.schema_behind')
})
