import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ServiceBusClient } from '@azure/service-bus'
import { type Host, startHost } from '../../local/host/host'
import { bootstrapDatabase } from '../../src/db/bootstrap/bootstrap'
import { migrate } from '../../src/db/migrate'
import { as, type AzureServer, givePasswords, startAzureServer } from '../db/bootstrap/azure-server'
import { startServices } from '../support/backend'
import { copyDatabase } from '../support/copy-database'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { admitTest } from '../support/runs'
import { until } from '../support/until'

jest.setTimeout(120_000)

// docs/operating.md, "Restore the database", as far as one server goes: a copy stands for the state of an earlier time.
const queue = 'intune-sync-queue'
let server: AzureServer
let database: TestDatabase
let services: Awaited<ReturnType<typeof startServices>>
let host: Host
beforeAll(async () => {
  server = await startAzureServer()
  await bootstrap(server.url)
  await migrate(as(server.url, 'm'))
  database = await createTestDatabase({ server: server.url })
  services = await startServices({ database, content: { policies: 4, seed: 5 } })
})
afterAll(async () => {
  await host.stop()
  await services.stop()
  await server.stop()
})

async function bootstrap(url: string): Promise<string[]> {
  const lines: string[] = []
  const login = { name: 'app', app: 'all', connections: 24 } as const
  const wanted = { settingsSchema: 'public', migrator: { name: 'm' }, apps: [login], takeSettings: false }
  await bootstrapDatabase(url, wanted, (line) => void lines.push(line))
  await givePasswords(server.root, 'm', 'app')
  return lines
}

/** Starts the app on a database, as the login of the apps. */
async function start(url: string): Promise<void> {
  host = await startHost({
    root: join(__dirname, '..', '..'),
    port: 0,
    log: 'json',
    onLog: () => {},
    graceMs: 2000,
    settings: { ...services.settings, DATABASE_URL: as(url, 'app') },
  })
}

async function call(method: string, path: string) {
  const caller = path.startsWith('ops') ? 'operations' : 'operator'
  const headers = { authorization: `Bearer ${services.simulator.apiToken({}, caller)}` }
  const response = await fetch(`${host.url}/api/${path}`, { method, headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const inQueue = async (runId: string) => {
  const client = new ServiceBusClient(services.broker.connectionString)
  await client.createSender(queue).sendMessages({ body: { v: 1, runId } })
  await client.close()
}

/** Nobody may be connected to what is copied; whoever is here connects again. */
async function copy(name: string) {
  await server.root`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
  return copyDatabase(name, server.url)
}

test('a database of an earlier time is taken up: bootstrapped, found at this version, repaired by a tick, and what is newer goes to the dead letters', async () => {
  await bootstrap(database.url)
  await start(database.url)
  const { tenant } = database
  expect(await call('POST', `tenants/${tenant.externalId}/sync`)).toMatchObject({ status: 202 })
  await until(
    'the sync has ended',
    async () => (await database.sql`select 1 from runs where status = 'succeeded'`).length > 0,
  )
  await host.stop()
  // of the time that is restored: a run that was queued, whose message was taken long ago
  const { runId: before } = await admitTest(database, { tenantId: tenant.externalId, operation: 'policy.reflatten' })
  await database.sql`update runs set dispatched_at = now() - interval '1 hour', sent_at = now() - interval '1 hour', due_at = now() - interval '1 hour' where id = ${before}`
  const restored = await copy(new URL(database.url).pathname.slice(1))
  // and a message of a run that is newer
  await inQueue(randomUUID())

  const made = (await bootstrap(restored.url)).filter((line) => line.startsWith('made'))
  expect(made).toEqual(['made   "tenantpilot_owner" may create in this database'])
  await migrate(as(restored.url, 'm'))
  await start(restored.url)
  expect(await call('GET', 'health/ready')).toMatchObject({ status: 200 })
  expect(await call('POST', 'ops/tick')).toMatchObject({ status: 200, body: { ran: true, status: 'succeeded' } })
  await until('the run of then has ended', async () => {
    const { body } = await call('GET', `tenants/${tenant.externalId}/runs/${before}`)
    return body['status'] === 'succeeded'
  })
  await until(
    'the message of the newer run is put aside',
    async () => (await services.broker.queue(queue)).deadLettered === 1,
  )
  expect(await call('POST', `tenants/${tenant.externalId}/sync`)).toMatchObject({ status: 202 })
  await host.stop()
  await restored.drop()
})
