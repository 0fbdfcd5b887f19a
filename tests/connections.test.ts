import { join } from 'node:path'
import { type Broker, startBroker } from '../local/broker/broker'
import { type Backend, createApp } from '../src/app'
import { readConfig } from '../src/config'
import { connections, type PoolName, poolsOf, scaleGroups } from '../src/connections'
import { policySync } from '../src/operations/policy-sync/record'
import { appSettings } from './support/app-settings'
import { operator } from './support/callers'
import { createTestDatabase, type TestDatabase } from './support/database'
import { admitTest } from './support/runs'
import { until } from './support/until'

let database: TestDatabase
let broker: Broker
let app: Backend
beforeEach(async () => {
  database = await createTestDatabase()
  broker = await startBroker({ port: 0, config: join(__dirname, '../local/broker/config.json') })
})
afterEach(async () => {
  await app.close()
  await broker.stop()
  await database.close()
})

const begin = (role: 'api' | 'worker' | 'all') =>
  void (app = createApp(readConfig({ ...appSettings(database, broker), APP_ROLE: role }), () => {}))

/** The pools that have opened a connection. */
async function opened(): Promise<PoolName[]> {
  const rows = await database.sql`select distinct split_part(application_name, ' ', 2) as pool from pg_stat_activity
    where datname = current_database() and application_name like 'tenantpilot-functions %'`
  return rows.map(({ pool }) => pool as PoolName).toSorted()
}

const sorted = (pools: readonly PoolName[]) => [...new Set(pools)].toSorted()

async function useRoutes(): Promise<void> {
  const { externalId } = database.tenant
  await app.start({ caller: operator }, policySync, { tenantKey: externalId, input: {}, force: false, trailing: false })
  const reading = { caller: operator, capability: 'policies.read' } as const
  await app.listPolicies(reading, externalId, { query: {}, limit: 1 } as never).catch(() => {})
  await app.listOperations(reading)
  await app.isReady()
}

test('routes of the API open these pools and no other', async () => {
  begin('api')
  await useRoutes()
  await until('what was sent is recorded', async () => (await opened()).length >= poolsOf.apiRoutes.length)
  expect(await opened()).toEqual(sorted(poolsOf.apiRoutes))
})

test('routes of an app that serves all open those of the worker’s routes besides', async () => {
  begin('all')
  await useRoutes()
  await app.reconcile('http')
  const [routes] = scaleGroups.all
  await until('all are open', async () => (await opened()).length >= routes.length)
  expect(await opened()).toEqual(sorted(routes))
})

test('routes of the worker, and the timer', async () => {
  begin('worker')
  await app.reconcile(null)
  expect(await opened()).toEqual(sorted(poolsOf.timer))
  await app.isReady()
  await app.health()
  expect(await opened()).toEqual(sorted(poolsOf.workerRoutes))
})

test('a queue, with the repairs after each message', async () => {
  begin('worker')
  const { tenant } = database
  const { runId } = await admitTest(database, { tenantId: tenant.externalId, operation: 'policy.reflatten' })
  await app.runMessage('sync', { v: 1, runId }, { enqueuedAt: new Date(), sequenceNumber: '1', deliveryCount: 1 })
  // a tenant without policies has nothing to write
  const quiet = sorted(poolsOf.queue.filter((pool) => pool !== 'writing'))
  await until('it has repaired', async () => (await opened()).length >= quiet.length)
  expect(await opened()).toEqual(quiet)
})

test('each pool belongs to some function, of which one of each kind is in an app that serves all', () => {
  expect(sorted(scaleGroups.all.flat())).toEqual(sorted(Object.keys(connections) as PoolName[]))
  expect(scaleGroups.worker.slice(1)).toEqual(scaleGroups.all.slice(1))
})
