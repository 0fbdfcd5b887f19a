import { type Backend, startBackend } from '../support/backend'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { until } from '../support/until'

jest.setTimeout(120_000)

let database: TestDatabase
let backend: Backend
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(async () => {
  await backend.stop()
  await database.close()
})

test('a run throttled for too long is continued later by any worker, without repeating finished policies', async () => {
  const { sql, tenant } = database
  // the same tenant and the same database behind two hosts, one after the other
  const begin = async () => {
    backend = await startBackend({
      content: { policies: 24, seed: 11 },
      database: { ...database, close: async () => {} },
    })
  }
  const runOf = async (runId: string) => (await backend.call('GET', `tenants/${tenant.externalId}/runs/${runId}`)).body
  await begin()
  backend.simulator.control.addFault({ kind: 'status', status: 429, retryAfter: 600, forMs: 600_000, skip: 30 })
  const { runId } = (await backend.call('POST', `tenants/${tenant.externalId}/sync`)).body
  await until('the run was given back', async () => {
    const run = await runOf(runId)
    return run.attempt === 1 && run.status === 'queued'
  })
  // it has no lease, its message is scheduled, and both lanes wait for the tenant
  const [waiting] = await sql`select lease_until, due_at > now() + interval '5 minutes' as later,
    (select graph_not_before > now() + interval '5 minutes' from tenants where external_id = ${tenant.externalId}) as alone
    from runs where id = ${runId}`
  expect(waiting).toEqual({ lease_until: null, later: true, alone: true })
  const done = await sql`select item_key, inserted from run_items where outcome = 'succeeded' and item_key <> source`
  expect(done.length).toBeGreaterThan(0)
  await backend.stop()
  await begin()
  await sql`update tenants set graph_not_before = null`
  await sql`update runs set due_at = now(), dispatched_at = now() - interval '1 minute', sent_at = null where id = ${runId}`
  await backend.call('POST', 'ops/tick')
  await until('the run ended', async () => (await runOf(runId)).finishedAt)
  expect(await runOf(runId)).toMatchObject({ status: 'succeeded', attempt: 2, counts: { policies: 24, failed: 0 } })
  // the second attempt did not repeat what the first had finished
  const kept = await sql`select item_key, inserted from run_items where attempt = 1 and item_key <> source`
  expect(kept).toEqual(expect.arrayContaining([...done]))
})
