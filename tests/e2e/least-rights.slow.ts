import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Backend, startBackend } from '../support/backend'
import { createTestDatabase } from '../support/database'

let backend: Backend
afterEach(() => backend?.stop())

/** The statements that the README gives for the account of the app. */
const grants = /```sql\n([^`]*grant[^`]*)```/.exec(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8'))![1]!

test('an account with the rights that the README grants, and no others, syncs, searches and reconciles', async () => {
  const database = await createTestDatabase()
  const role = `app_${database.tenant.externalId.slice(0, 8)}`
  await database.sql.unsafe(`create role ${role} login password 'x'`)
  await database.sql.unsafe(grants.replaceAll(/\bapp\b/g, role))
  const url = new URL(database.url)
  url.username = role
  url.password = 'x'
  backend = await startBackend({ database, settings: { DATABASE_URL: url.href } })
  expect(await backend.sync()).toMatchObject({ status: 'succeeded' })
  const tenant = `tenants/${database.tenant.externalId}`
  for (const route of ['settings?q=enabled', 'policies'])
    expect(await backend.call('GET', `${tenant}/${route}`)).toMatchObject({ status: 200 })
  expect(await backend.call('POST', 'ops/tick')).toMatchObject({ status: 200, body: { ran: true } })
  expect(await backend.call('GET', 'worker-health')).toMatchObject({ status: 200 })
  await database.sql.unsafe(`drop owned by ${role}; drop role ${role}`)
})
