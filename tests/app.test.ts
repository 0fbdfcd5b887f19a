import { join } from 'node:path'
import { startBroker } from '../local/broker/broker'
import { createApp } from '../src/app'
import { readConfig } from '../src/config'
import { appSettings } from './support/app-settings'
import { addTenant, createTestDatabase } from './support/database'
import { until } from './support/until'

test('7. while every connection of the runs waits for a lock, health answers and reconcile works', async () => {
  const database = await createTestDatabase()
  const broker = await startBroker({ port: 0, config: join(__dirname, '../local/broker/config.json') })
  const app = createApp(readConfig(appSettings(database, broker)), () => {})
  const { sql, tenant } = database
  const other = await addTenant(database)
  await sql`insert into schedules (tenant_id, operation, every_minutes) values (${other.externalId}, 'policy.sync', 60)`
  const request = { tenantKey: tenant.externalId, force: false, trailing: false, requestedBy: 'x' }
  let starts: Promise<unknown> | undefined
  await sql.begin(async (tx) => {
    await tx`select 1 from tenants where external_id = ${tenant.externalId} for update`
    starts = Promise.allSettled(Array.from({ length: 20 }, () => app.startSync(request)))
    await until('every connection waits', async () => {
      const [row] = await sql`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      return Number(row!.n) >= 4
    })
    expect(await app.health()).toMatchObject({ queue: { waiting: expect.any(Number) } })
    expect(await app.reconcile('http')).toMatchObject({ ran: true, repairs: { scheduled: 1 } })
  })
  await starts
  await app.close()
  await broker.stop()
  await database.close()
})
