import { randomUUID } from 'node:crypto'
import { principalText } from '../../src/access/caller'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { type Backend, startBackend } from '../support/backend'
import { operator } from '../support/callers'
import { addTenant } from '../support/database'
import { until } from '../support/until'

let backend: Backend
let tenant: string
beforeAll(async () => {
  backend = await startBackend({ content: { policies: 6, seed: 2 } })
  tenant = backend.database.tenant.externalId
})
afterAll(() => backend.stop())

test('a start returns 202 in the shape that the existing app knows', async () => {
  const { status, body, headers } = await backend.call('POST', `tenants/${tenant}/sync`)
  expect(status).toBe(202)
  expect(body).toEqual({
    success: true,
    message: expect.any(String),
    jobId: body.runId,
    runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    deduplicated: false,
    status: 'queued',
  })
  expect(headers.get('operation-location')).toBe(`${backend.host.url}/api/tenants/${tenant}/runs/${body.runId}`)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  await until(
    'the run ended',
    async () => (await backend.call('GET', `tenants/${tenant}/runs/${body.runId}`)).body.finishedAt,
  )
})

test('27: the monitor returns a run in its fixed shape, with the tenant by the app’s key', async () => {
  const run = await backend.sync()
  expect(run).toEqual({
    runId: expect.any(String),
    tenantId: backend.database.tenant.appKey,
    externalId: tenant,
    operation: 'policy.sync',
    status: 'succeeded',
    phase: 'ended',
    progress: { done: 6 + policyTypes.length, total: 6 + policyTypes.length },
    counts: {
      total: 6 + policyTypes.length,
      processed: 6 + policyTypes.length,
      succeeded: 6 + policyTypes.length,
      failed: 0,
      skipped: 0,
      policies: 6,
      settings: expect.any(Number),
      inserted: 0,
      updated: 0,
      unchanged: expect.any(Number),
      removed: 0,
    },
    result: null,
    graph: expect.objectContaining({
      requests: expect.any(Number),
      pages: expect.any(Number),
      retries: 0,
      throttledMs: 0,
    }),
    attempt: 1,
    createdAt: expect.any(String),
    startedAt: expect.any(String),
    finishedAt: expect.any(String),
    requestedBy: principalText(operator),
    actingFor: null,
    expectedSeconds: 30,
    late: false,
    waitingFor: null,
    cooldownUntil: null,
    error: null,
  })
  expect(run.counts.settings).toBe(run.counts.unchanged)
})

test.each([
  ['POST', 'tenants/a%20b/sync', 400, 'tenant.invalid_id'],
  ['POST', `tenants/${randomUUID()}/sync`, 403, 'access.denied'],
  ['GET', `tenants/${randomUUID()}/runs/${randomUUID()}`, 403, 'access.denied'],
])('%s %s is %i %s', async (method, path, status, code) => {
  const answer = await backend.call(method, path)
  expect(answer).toMatchObject({ status, body: { status, code } })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})

test('an invalid run id is 400, an unknown run 404, another tenant’s run 403, cancelling an ended run 409', async () => {
  const run = await backend.sync()
  const other = await addTenant(backend.database)
  const of = (path: string, method = 'GET') => backend.call(method, path)
  expect(await of(`tenants/${tenant}/runs/1`)).toMatchObject({ status: 400, body: { code: 'run.invalid_id' } })
  expect(await of(`tenants/${tenant}/runs/${randomUUID()}`)).toMatchObject({
    status: 404,
    body: { code: 'run.unknown' },
  })
  expect(await of(`tenants/${other.externalId}/runs/${run.runId}`)).toMatchObject({
    status: 403,
    body: { code: 'access.denied' },
  })
  expect(await of(`tenants/${other.externalId}/runs/${run.runId}/cancel`, 'POST')).toMatchObject({ status: 403 })
  expect(await of(`tenants/${tenant}/runs/${run.runId}/cancel`, 'POST')).toMatchObject({
    status: 409,
    body: { code: 'run.ended' },
  })
})

test('a body that is no JSON, or has an unknown property, is 400', async () => {
  const path = `tenants/${tenant}/sync`
  expect(await backend.call('POST', path, '{')).toMatchObject({ status: 400, body: { code: 'request.invalid_json' } })
  expect(await backend.call('POST', path, { forse: true })).toMatchObject({
    status: 400,
    body: { code: 'request.invalid' },
  })
})

test('without a token a request is 401, also with a function key', async () => {
  const path = `tenants/${tenant}/sync`
  const missing = { status: 401, body: { code: 'auth.token_missing' } }
  expect(await backend.send('POST', path)).toMatchObject(missing)
  for (const key of [backend.host.key, backend.host.masterKey]) {
    expect(await backend.send('POST', path, { headers: { 'x-functions-key': key } })).toMatchObject(missing)
    expect(await backend.send('POST', `${path}?code=${encodeURIComponent(key)}`)).toMatchObject(missing)
  }
})

test('the app’s own key selects a tenant too', async () => {
  const other = await addTenant(backend.database)
  await backend.database.sql`update tenants set app_key = 'app-key.1' where external_id = ${other.externalId}`
  expect((await backend.call('POST', 'tenants/app-key.1/sync')).status).toBe(202)
})

test('worker health comes from the ledger', async () => {
  expect(await backend.call('GET', 'worker-health')).toMatchObject({
    status: 200,
    body: {
      status: 'healthy',
      queue: { waiting: expect.any(Number), active: expect.any(Number), completed: expect.any(Number) },
      deadLetters: { ledger: 0, queues: { sync: 0, interactive: 0 } },
      failingTenants: expect.any(Number),
      migrations: { state: 'current' },
      connections: { open: expect.any(Number), limit: expect.any(Number) },
    },
  })
})

test('anybody may ask whether the instance lives and is ready, and learns no more', async () => {
  expect(await backend.send('GET', 'health/live')).toMatchObject({ status: 200, body: { status: 'alive' } })
  const { status, body } = await backend.send('GET', 'health/ready')
  expect({ status, body }).toEqual({ status: 200, body: { status: 'ready' } })
})

test('tick can be started by a request', async () => {
  expect(await backend.call('POST', 'ops/tick')).toMatchObject({ status: 200, body: { ran: expect.any(Boolean) } })
})

test('with the broker stopped a start is still 202 in under 200 ms, and the run starts after its return', async () => {
  await backend.sync()
  await backend.broker.pause()
  const begun = performance.now()
  const { status, body } = await backend.call('POST', `tenants/${tenant}/sync`)
  const took = performance.now() - begun
  expect({ status, deduplicated: body.deduplicated }).toEqual({ status: 202, deduplicated: false })
  // the bar is for a warm, unloaded instance; bench measures it. Here: not the seconds a dead connection would take
  expect(took).toBeLessThan(1000)
  await backend.broker.resume()
  await backend.database
    .sql`update runs set dispatched_at = dispatched_at - interval '11 seconds' where id = ${body.runId}`
  await until('tick sent the message and the run ended', async () => {
    await backend.call('POST', 'ops/tick')
    return (await backend.call('GET', `tenants/${tenant}/runs/${body.runId}`)).body.status === 'succeeded'
  })
})

test('fifty starts at the same time give one run', async () => {
  // no message leaves, so that the run cannot begin (a request made once it works is a trailing one, with a run of its own)
  await backend.broker.pause()
  const starts = await Promise.all(Array.from({ length: 50 }, () => backend.call('POST', `tenants/${tenant}/sync`)))
  expect(starts.every((start) => start.status === 202)).toBe(true)
  expect(new Set(starts.map((start) => start.body.runId)).size).toBe(1)
  expect(starts.filter((start) => !start.body.deduplicated)).toHaveLength(1)
  await backend.broker.resume()
})

test('a body in chunks, which the host drops, is refused and starts nothing', async () => {
  const request = { method: 'POST', body: new Blob(['{"force":true}']).stream(), duplex: 'half' } as RequestInit
  const headers = backend.tokenOf('operator')
  const response = await fetch(`${backend.host.url}/api/tenants/${tenant}/sync`, { ...request, headers })
  expect({ status: response.status, body: await response.json() }).toMatchObject({
    status: 411,
    body: { code: 'request.length_required' },
  })
})
