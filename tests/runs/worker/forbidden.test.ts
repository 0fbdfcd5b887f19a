import { databaseRoles } from '../../../src/db/access/rules'
import { openDatabase } from '../../../src/db/database'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createRole } from '../../support/database-role'
import { runnerDeps, testOperation, unit } from '../../support/harness'
import { deliverTo } from './deliver'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const deliver = deliverTo(() => database)
const writing = testOperation(async (store) => {
  await store.write(unit('p1'))
  return {}
})

/** A worker whose pool is opened with these options. */
function workerOn(url: string, settingsSchema = 'public') {
  const { db, close } = openDatabase(url, { settingsSchema })
  const { operations } = runnerDeps(db, { operations: [writing] })
  return { deps: { db, operations }, close }
}

const held = { thrown: null, run: { status: 'queued', failures: 0, error: { code: 'db.forbidden' } } }

test('3: a run that does not see policy_settings is tried again, and succeeds once the setting is right', async () => {
  await database.sql`create schema app`
  await database.sql`alter table policy_settings set schema app`
  const wrong = workerOn(database.url, 'ap')
  const right = workerOn(database.url, 'app')
  const first = await deliver(writing, { deps: wrong.deps })
  expect(first).toMatchObject(held)
  await database.sql`update runs set due_at = now()`
  const second = await deliver(writing, { runId: first.runId, deps: right.deps })
  expect(second).toMatchObject({ thrown: null, run: { status: 'succeeded', counts: { settings: 1 } } })
  await Promise.all([wrong.close(), right.close()])
})

test('3: a run that may not write policy_settings is tried again, and succeeds once the right is granted', async () => {
  const role = await createRole(database)
  const { deps, close } = workerOn(role.url)
  await database.sql.unsafe(`revoke insert on policy_settings from ${databaseRoles.worker}`)
  const first = await deliver(writing, { deps })
  expect(first).toMatchObject(held)
  await database.sql.unsafe(`grant insert on policy_settings to ${databaseRoles.worker}`)
  await database.sql`update runs set due_at = now()`
  const second = await deliver(writing, { runId: first.runId, deps })
  expect(second).toMatchObject({ thrown: null, run: { status: 'succeeded', counts: { settings: 1 } } })
  await close()
  await role.drop()
})
