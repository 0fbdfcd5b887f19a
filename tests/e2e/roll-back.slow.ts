import { type Backend, startBackend } from '../support/backend'
import { createTestDatabase } from '../support/database'
import { makeOlderApp, type OlderApp, olderVersion } from '../support/older-app'

const version = olderVersion()
const rollBackTest = version === undefined ? test.skip : test

let older: OlderApp | undefined
let backend: Backend | undefined
afterEach(async () => {
  await backend?.stop()
  older?.remove()
})

rollBackTest(
  `the app of ${version ?? 'the last release (there is no tag)'} syncs on the database of this version`,
  async () => {
    older = makeOlderApp(version!)
    const database = await createTestDatabase()
    const current = await startBackend({ database: { ...database, close: async () => {} } })
    const before = await current.sync()
    expect(before).toMatchObject({ status: 'succeeded' })
    await current.stop()

    backend = await startBackend({ database, appFolder: older.folder })
    expect(await backend.send('GET', 'health/ready')).toMatchObject({ status: 200 })
    // what the current version has stored is read, and written again
    const { sql, tenant } = database
    const rows = async () => (await sql`select count(*)::int as n from policy_settings`)[0]!.n as number
    const stored = await rows()
    expect(stored).toBeGreaterThan(0)
    await sql`update runs set finished_at = finished_at - interval '1 day', created_at = created_at - interval '1 day'`
    expect(await backend.sync()).toMatchObject({
      status: 'succeeded',
      counts: { policies: before.counts.policies, failed: 0 },
    })
    expect(await rows()).toBe(stored)
    expect((await backend.call('GET', `tenants/${tenant.externalId}/settings?q=a`)).status).toBe(200)
  },
)
