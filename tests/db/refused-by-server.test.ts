import { databaseRoles } from '../../src/db/access/rules'
import { sql } from 'drizzle-orm'
import { openDatabase } from '../../src/db/database'
import { toSafeError } from '../../src/shared/errors'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createRole, type DatabaseRole } from '../support/database-role'
import { until } from '../support/until'
import { startUntrustedServer } from '../support/untrusted-server'

/** What a login of the app is a member of. */
const roles = Object.values(databaseRoles).join(', ')

let database: TestDatabase
let role: DatabaseRole
beforeEach(async () => {
  database = await createTestDatabase()
  role = await createRole(database, 1)
})
afterEach(async () => {
  await role.endSessions()
  await role.drop()
  await database.close()
})

/** The code of a failure as our code names it, and as PostgreSQL or Node named it. */
const named = (error: unknown) => [toSafeError(error).code, causes(error).at(-1)] as const

function causes(error: unknown): unknown[] {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return [...(code === undefined ? [] : [code]), ...(cause === undefined ? [] : causes(cause))]
}

async function failureOf(url: string, statement = 'select 1', settingsSchema = 'public') {
  const { db, close } = openDatabase(url, { settingsSchema })
  return Promise.resolve(db.execute(sql.raw(statement)))
    .then(() => 'no failure' as const, named)
    .finally(close)
}

test('3: a wrong password is db.unavailable', async () => {
  expect(await failureOf(role.url)).toBe('no failure')
  await role.setPassword('another')
  expect(await failureOf(role.url)).toEqual(['db.unavailable', '28P01'])
})

test('3: too many connections is db.unavailable', async () => {
  const { db, close } = openDatabase(role.url, { poolSize: 1 })
  await db.execute(sql`select 1`)
  expect(await failureOf(role.url)).toEqual(['db.unavailable', '53300'])
  await close()
})

test('3: a session that the server ends is db.unavailable, and another one is opened', async () => {
  const { db, close } = openDatabase(role.url, { poolSize: 1 })
  const attempt = (statement: string) =>
    Promise.resolve(db.execute(sql.raw(statement))).then(() => 'no failure' as const, named)
  const failures = [attempt('select pg_sleep(60)')]
  await until('the statement runs', async () => {
    const rows = await database.sql`select 1 from pg_stat_activity where usename = ${role.name} and state = 'active'`
    return rows.length === 1
  })
  expect(await role.endSessions()).toBe(1)
  await failures[0]
  await until('a statement works again', async () => {
    const next = await attempt('select 1')
    if (next !== 'no failure') failures.push(Promise.resolve(next))
    return next === 'no failure'
  })
  // postgres.js tells first that the connection has closed, and why (57P01) to the statement that opens the next one
  for (const [code, cause] of (await Promise.all(failures)) as [string, string][])
    expect([code, cause]).toEqual(['db.unavailable', expect.stringMatching(/^(CONNECTION_CLOSED|57P01|53300)$/)])
  await close()
})

test('3: a server whose certificate nobody trusts is db.unavailable, and gets no password', async () => {
  const server = await startUntrustedServer()
  const url = new URL(role.url)
  Object.assign(url, { hostname: '127.1', port: server.port }) // this machine, under a name that is not exempt from TLS
  expect(await failureOf(url.href)).toEqual(['db.unavailable', 'DEPTH_ZERO_SELF_SIGNED_CERT'])
  await server.close()
})

test('3: a right that is missing is db.forbidden', async () => {
  await database.sql.unsafe(`revoke update on tenantpilot.runs from ${roles}`)
  expect(await failureOf(role.url, 'select 1 from runs')).toBe('no failure')
  expect(await failureOf(role.url, 'update runs set sent_at = now()')).toEqual(['db.forbidden', '42501'])
})

test('3: a schema that the account may not use is db.forbidden, not a schema that is behind', async () => {
  await database.sql.unsafe(`revoke usage on schema tenantpilot from ${roles}`)
  expect(await failureOf(role.url, 'select 1 from runs')).toEqual(['db.forbidden', '42P01'])
})

test('3: a policy_settings that is not in the schema of the setting is db.forbidden', async () => {
  await database.sql`create schema app`
  await database.sql`alter table policy_settings set schema app`
  expect(await failureOf(database.url, 'select 1 from policy_settings', 'app')).toBe('no failure')
  const failure = await failureOf(database.url, 'select 1 from policy_settings', 'ap')
  expect(failure).toEqual(['db.forbidden', '42P01'])
})
