import { join } from 'node:path'
import { ServiceBusClient } from '@azure/service-bus'
import { type Broker, startBroker } from '../../../local/broker/broker'
import { ManualClock } from '../../../local/clock'
import { openDatabase } from '../../../src/db/database'
import { createRunQueues } from '../../../src/runs/queue/service-bus'
import { createReconcileLock } from '../../../src/runs/reconcile/lock'
import { reconcile, type ReconcileDeps } from '../../../src/runs/reconcile/reconcile'
import { systemClock } from '../../../src/shared/clock'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { testRecord } from '../../support/harness'

const queueNames = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }

/** Reconcile on a real database and a real broker, through the real SDK. */
export interface Bench {
  database: TestDatabase
  broker: Broker
  /** The broker's clock. It begins an hour ago, so that a message can be older than a run. */
  clock: ManualClock
  deps: ReconcileDeps
  logged: Record<string, unknown>[]
  reconcile(requestedBy?: string | null): ReturnType<typeof reconcile>
  /** Ids of the runs whose messages wait on the sync lane, in the order in which they came. */
  queued(): Promise<string[]>
  records(): Promise<Record<string, unknown>[]>
  /** Adds due schedules of the operation `test`, each in a tenant of its own. Returns the tenants' ids. */
  addDueSchedules(n: number): Promise<string[]>
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const clock = new ManualClock(Date.now() - 3_600_000)
  const database = await createTestDatabase()
  const broker = await startBroker({ port: 0, config: join(__dirname, '../../../local/broker/config.json'), clock })
  const queues = createRunQueues({ access: { connectionString: broker.connectionString }, queueNames })
  // a pool of its own for each: what breaks the connection of the pass breaks nothing of the test
  const locking = openDatabase(database.url, { poolSize: 1, mayIdle: true })
  const working = openDatabase(database.url, { poolSize: 1 })
  const logged: Record<string, unknown>[] = []
  const deps: ReconcileDeps = {
    db: working.db,
    renew: working.renew,
    lock: createReconcileLock(locking, systemClock),
    queues,
    clock: systemClock,
    records: new Map([['test', testRecord]]),
    purges: [],
    log: (event: string, fields: Record<string, unknown>) => void logged.push({ event, ...fields }),
  }
  const { sql } = database
  return {
    database,
    broker,
    clock,
    deps,
    logged,
    reconcile: (requestedBy = null) => reconcile(deps, requestedBy),
    async queued() {
      const client = new ServiceBusClient(broker.connectionString)
      const messages = await client.createReceiver(queueNames.sync).peekMessages(250)
      await client.close()
      return messages.map(({ body }) => (body as { runId: string }).runId)
    },
    records: async () => [
      ...(await sql`select id, status, counts, error, requested_by, tenant_id, lane, finished_at from runs
        where operation = 'ops.reconcile_adapter_runs' order by seq`),
    ],
    async addDueSchedules(n) {
      const tenants: string[] = []
      for (let i = 0; i < n; i++) tenants.push((await addTenant(database)).externalId)
      await sql`insert into schedules (tenant_id, operation, every_minutes, next_at)
        select t::uuid, 'test', 60, now() - interval '1 minute' from unnest(${tenants}::text[]) t`
      return tenants
    },
    async close() {
      await queues.close()
      await Promise.all([locking.close(), working.close(), broker.stop()])
      await database.close()
    },
  }
}

/** Makes every change of runs fail that meets the condition, as a broken run would. */
export const breakRuns = (
  bench: Bench,
  when: 'insert' | 'update',
  condition: string,
  how = `raise exception 'broken'`,
) =>
  bench.database.sql.unsafe(`
    create function broken() returns trigger language plpgsql as $$ begin ${how}; return new; end $$;
    create trigger broken before ${when} on runs for each row when (${condition}) execute function broken()`)
