import { type Answer, type Backend, startBackend } from '../support/backend'
import { addTenant } from '../support/database'
import { admitTest, claimRun } from '../support/runs'
import { until } from '../support/until'

let backend: Backend
beforeAll(async () => void (backend = await startBackend({ content: { policies: 6, seed: 2 } })))
afterAll(() => backend.stop())

const code = 'ops.reconcile_adapter_runs.failed'

test('8. POST /api/ops/tick answers 200 with what a pass did', async () => {
  const { status, body } = await backend.call('POST', 'ops/tick')
  expect(status).toBe(200)
  expect(body).toMatchObject({ ran: true, status: 'succeeded', repairs: { sent: 0 }, failed: [] })
})

test('8. when a pass fails, the route answers 500 with its code, and the invocation of the timer fails', async () => {
  const { sql } = backend.database
  await sql`alter table schedules rename to schedules_away`
  const { status, body, headers } = await backend.call('POST', 'ops/tick')
  expect({ status, code: body.code }).toEqual({ status: 500, code })
  expect(headers.get('content-type')).toContain('application/problem+json')
  const logged = backend.lines.find((line) => line.includes('"event":"reconcile_failed"'))
  expect(logged).toMatch(/"frames":\["at .*\/src\/runs\//)

  const failures = () => backend.lines.filter((line) => /tick/.test(line) && /failed after/.test(line))
  const before = failures().length
  const { status: accepted } = await fetch(`${backend.host.url}/admin/functions/tick`, {
    method: 'POST',
    headers: { 'x-functions-key': backend.host.masterKey, 'content-type': 'application/json' },
    body: '{}',
  })
  expect(accepted).toBe(202)
  await until('the invocation of the timer has failed', () => failures().length > before)
  const records =
    await sql`select status, error->>'code' as code from runs where operation = 'ops.reconcile_adapter_runs'
    and status <> 'succeeded'`
  expect(records.length).toBeGreaterThanOrEqual(2)
  expect(new Set(records.map((record) => JSON.stringify(record)))).toEqual(new Set([JSON.stringify({ status: 'failed', code })])) // prettier-ignore
  await sql`alter table schedules_away rename to schedules`
})

/** A run with an expired lease in a tenant of its own. */
async function addExpired() {
  const { externalId: tenantId, workspaceId } = await addTenant(backend.database)
  const { runId } = await admitTest(backend.database, { tenantId, workspaceId, operation: 'policy.reflatten' })
  const run = await claimRun(backend.database, runId)
  await backend.database.sql`update runs set lease_until = now() - interval '1 minute' where id = ${run.id}`
  return run
}

test('6. with one tenant locked, POST /api/ops/tick answers 200 with status partial and names what failed', async () => {
  const locked = await addExpired()
  await backend.database.sql.begin(async (tx) => {
    await tx`select 1 from tenants where external_id = ${locked.tenantId} for update`
    let answer = { status: 0, body: {} as Answer }
    // a pass of the timer may be under way, or repair the other run first: then once more, with another run
    await until('a pass repaired one run and not the other', async () => {
      await addExpired()
      answer = await backend.call('POST', 'ops/tick')
      return answer.body.ran === true && answer.body.repairs.expired > 0
    })
    expect(answer).toMatchObject({ status: 200, body: { status: 'partial' } })
    expect(answer.body.failed).toEqual([
      expect.objectContaining({ repair: 'expired', tenantId: locked.tenantId, runId: locked.id }),
    ])
    expect(answer.body.failed[0].error).toMatchObject({ code: 'db.unavailable' })
  })
  await until('the next pass repaired it', async () => {
    await backend.call('POST', 'ops/tick')
    const [run] = await backend.database.sql`select status from runs where id = ${locked.id}`
    return run!.status === 'succeeded'
  })
})

test('10. a host that stops while a sync works leaves its run queued, and its message sent', async () => {
  const { sql, tenant } = backend.database
  backend.simulator.control.addFault({ kind: 'slow', ms: 3_000, forMs: 60_000, skip: 3, match: 'deviceManagement' })
  const { body } = await backend.call('POST', `tenants/${tenant.externalId}/sync`)
  const row = async () =>
    (
      await sql`select status, failures, lease_until, sent_at is not null as sent from runs where id = ${body.runId}`
    )[0]!
  await until('the sync works', async () => (await row()).status === 'running')
  await backend.host.stop()
  expect(await row()).toEqual({ status: 'queued', failures: 0, lease_until: null, sent: true })
  const { active, scheduled, locked } = await backend.broker.queue('intune-sync-queue')
  expect(active + scheduled + locked).toBeGreaterThan(0)
})
