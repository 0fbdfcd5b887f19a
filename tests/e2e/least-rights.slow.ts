import { databaseRoles } from '../../src/db/access/rules'
import { type Backend, startBackend } from '../support/backend'
import { createTestDatabase } from '../support/database'

let backend: Backend
afterEach(() => backend?.stop())

test('a login that may enter our roles, as db:bootstrap makes it, and has no other right syncs, searches and reconciles', async () => {
  const database = await createTestDatabase()
  const role = `app_${database.tenant.externalId.slice(0, 8)}`
  await database.sql.unsafe(`create role ${role} login password 'x'`)
  await database.sql.unsafe(`grant ${Object.values(databaseRoles).join(', ')} to ${role} with inherit false, set true`)
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
