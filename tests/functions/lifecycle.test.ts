import { ServiceBusClient } from '@azure/service-bus'
import { registerShutdown } from '../../functions/lifecycle'
import type * as main from '../../src/main'
import { identityOf } from '../../src/runs/ledger/admit'
import { toRunId } from '../../src/shared/ids'
import { appSettings } from '../support/app-settings'
import { createTestDatabase } from '../support/database'
import { startTestBroker } from '../support/test-broker'
import { until } from '../support/until'

/** What `functions/lifecycle.ts` registers with the Functions library. */
const hooks: (() => Promise<void>)[] = []
jest.mock('@azure/functions', () => ({
  app: { hook: { appTerminate: (hook: () => Promise<void>) => void hooks.push(hook) } },
}))

test('10. appTerminate waits until a running attempt has handed its run back, and closes afterwards', async () => {
  jest.spyOn(console, 'log').mockImplementation(() => {})
  const database = await createTestDatabase()
  const broker = await startTestBroker()
  Object.assign(process.env, appSettings(database, broker))
  const { sql, tenant } = database
  await sql`insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, content_hash, assignments_state, raw)
    values (${tenant.externalId}, 's', 'a', 'a', 't', 'a', 'h', 'read', '')`
  const [run] = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at, sent_at)
    values (${tenant.workspaceId}, ${tenant.externalId}, 'policy.reflatten', 'sync', ${identityOf('policy.reflatten', {})}, now(), now())
    returning id`
  const runId = toRunId(run!.id)
  const { backend } = jest.requireActual<typeof main>('../../src/main')
  registerShutdown(backend)

  let message: Promise<void> | undefined
  let terminating: Promise<void> | undefined
  await sql.begin(async (tx) => {
    await tx`lock table policies in access exclusive mode`
    const delivery = { enqueuedAt: new Date(), sequenceNumber: '1', deliveryCount: 1 }
    message = backend.runMessage('sync', { v: 1, runId }, delivery)
    await until('the attempt waits for the policies', async () => {
      const [row] =
        await sql`select count(*)::int as n from pg_locks where not granted and relation = 'policies'::regclass`
      return row!.n === 1
    })
    terminating = hooks[0]!()
  })
  await terminating
  const [row] =
    await sql`select status, attempt, failures, lease_until, error, sent_at is not null as sent from runs where id = ${runId}`
  expect(row).toEqual({ status: 'queued', attempt: 1, failures: 0, lease_until: null, error: null, sent: true })
  await message // its message is completed
  const client = new ServiceBusClient(broker.connectionString)
  const sent = await client.createReceiver('intune-sync-queue').peekMessages(5)
  expect(sent.map(({ body }) => body as unknown)).toEqual([{ v: 1, runId }])
  // it has closed its clients
  expect(await backend.health()).toMatchObject({ code: 'db.unavailable' })
  await client.close()
  await broker.stop()
  await database.close()
})
