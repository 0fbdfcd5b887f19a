import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { seed } from '../../local/postgres/fresh'
import type { Caller } from '../../src/access/caller'
import type { Entry } from '../../src/access/enter'
import { dispatch } from '../../src/http/dispatch'
import { answerOrProblem, type Answer } from '../../src/http/problem'
import { apiRoutes } from '../../src/http/routes'
import { operationRecords } from '../../src/operations/registry'
import type { policySync } from '../../src/operations/policy-sync/record'
import { createRunReads } from '../../src/runs/api/read'
import { rerunRun } from '../../src/runs/api/rerun'
import { startRun } from '../../src/runs/api/start'
import { finish } from '../../src/runs/ledger/finish'
import { recordItem } from '../../src/runs/ledger/record-item'
import type { RunId } from '../../src/shared/ids'
import { callerNamed, operator } from '../support/callers'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createTestClock, createTestQueues, item } from '../support/harness'
import { admitTest, claimRun, succeededEnding } from '../support/runs'

let database: TestDatabase
let foreign: Awaited<ReturnType<typeof seed>>
beforeEach(async () => {
  database = await createTestDatabase()
  foreign = await seed(database.db, randomUUID())
  await database.sql`delete from grants where workspace_id = ${foreign.workspaceId}`
})
afterEach(() => database.close())

const routes = new Map(apiRoutes(operationRecords.values()).map((route) => [route.name, route]))

/** What the routes call, on the test's database. */
function apiFor(caller: Caller) {
  const { db, enter, startAtOnce } = database
  const { queues } = createTestQueues()
  const rest = { clock: createTestClock(), log: () => {}, recorder: { record: async () => {} } }
  const starting = { db, enter, startAtOnce, queues, ...rest, records: operationRecords, cooldownMs: () => 0 }
  const times = Object.fromEntries([...operationRecords].map(([name, { expectedSeconds }]) => [name, { expectedSeconds, cooldownMs: 0 }])) // prettier-ignore
  return {
    authenticate: async () => caller,
    countRequest: () => {},
    ...createRunReads({ enter, times }),
    start: (by: Entry, record: typeof policySync, request: { tenantKey: string; input: unknown; force: boolean; trailing: boolean }) => startRun(starting, by, { ...request, record, cooldownMs: 0 }), // prettier-ignore
    rerunRun: (entry: Entry, tenantKey: string, runId: RunId) => rerunRun(starting, entry, tenantKey, runId),
    listOperations: (entry: Entry) => enter(entry, {}, async () => [...operationRecords.values()]),
  }
}

interface Ask {
  params?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  caller?: Caller
}

/** Asks a route, and checks the answer by the schema that the route states. */
async function ask(name: string, { params, query = {}, headers = {}, caller = operator }: Ask = {}) {
  const { tenant } = database
  const route = routes.get(name)!
  const all = { tenantId: tenant.externalId, workspaceId: tenant.workspaceId, ...params }
  const url = 'http://localhost/api/x'
  const request = { params: all, query: Object.entries(query), headers: new Headers(headers), url, body: null }
  const answer = await answerOrProblem(
    () => dispatch(route as never, request, apiFor(caller) as never),
    () => {},
  )
  return { ...answer, jsonBody: checkedBody(answer, route.answers) }
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests read it freely
function checkedBody({ status, jsonBody }: Answer, answers: Readonly<Record<number, { schema?: z.ZodType }>>): any {
  if (status >= 400) return jsonBody
  const sent: unknown = jsonBody === undefined ? undefined : JSON.parse(JSON.stringify(jsonBody))
  const { schema } = answers[status]!
  if (!schema) {
    expect(sent).toBeUndefined()
    return undefined
  }
  const parsed = schema.safeParse(sent)
  expect(parsed.error?.issues ?? []).toEqual([])
  return sent
}

/** An ended run with a succeeded and a failed policy, and a source. */
async function endedRun(): Promise<RunId> {
  const run = await claimRun(database, (await admitTest(database, { operation: 'policy.sync' })).runId)
  const fence = { runId: run.id, attempt: run.attempt }
  await recordItem(database.db, fence, item('s/good'))
  await recordItem(database.db, fence, item('s/bad', 'failed'))
  await recordItem(database.db, fence, { key: 's', source: 's', label: 's', outcome: 'succeeded' })
  await finish(database.db, run, succeededEnding)
  return run.id
}

test('a run that has ended is shown whole, with what its operation usually takes', async () => {
  const runId = await endedRun()
  const { status, headers, jsonBody } = await ask('getRun', { params: { runId } })
  expect([status, headers!['retry-after']]).toEqual([200, undefined])
  expect(jsonBody).toMatchObject({ runId, status: 'partial', expectedSeconds: 30, late: false, waitingFor: null })
})

test('polling with the ETag gets 304 until something happens', async () => {
  const { runId } = await admitTest(database)
  const first = await ask('getRun', { params: { runId } })
  const known = { 'if-none-match': first.headers!.etag! }
  expect(await ask('getRun', { params: { runId }, headers: known })).toMatchObject({
    status: 304,
    headers: { 'retry-after': '2' },
  })
  expect((await ask('listTenantRuns')).headers!.etag).toMatch(/^"/)
  await claimRun(database, runId)
  const next = await ask('getRun', { params: { runId }, headers: known })
  expect(next).toMatchObject({ status: 200, jsonBody: { status: 'running' } })
})

test('a list that has not changed is 304', async () => {
  await endedRun()
  for (const name of ['listTenantRuns', 'listWorkspaceRuns']) {
    const { headers } = await ask(name)
    expect(await ask(name, { headers: { 'if-none-match': headers!.etag! } })).toMatchObject({ status: 304 })
  }
})

test('a list shows runs without results, active ones without counts, and goes on with its cursor', async () => {
  const ended = await endedRun()
  const { runId: waiting } = await admitTest(database, { input: { n: 2 } })
  const { jsonBody: first } = await ask('listTenantRuns', { query: { limit: '1' } })
  expect(first.items).toMatchObject([{ runId: waiting, counts: null, progress: { done: 0, total: null } }])
  expect('result' in first.items[0]).toBe(false)
  const { jsonBody: second } = await ask('listTenantRuns', { query: { limit: '1', cursor: first.nextCursor } })
  expect(second.items).toMatchObject([
    { runId: ended, counts: { total: 3, failed: 1 }, progress: { done: 3, total: 3 } },
  ])
  expect(second.nextCursor).toBeNull()
})

test('a run of no tenant is shown in its workspace, and in no tenant', async () => {
  const { workspaceId } = database.tenant
  const [row] = await database.sql`insert into runs (workspace_id, operation, identity, status, started_at)
    values (${workspaceId}, 'ops.reconcile_adapter_runs', 'x', 'running', now()) returning id`
  const params = { runId: String(row!.id) }
  expect((await ask('getWorkspaceRun', { params })).jsonBody).toMatchObject({
    runId: params.runId,
    tenantId: null,
    externalId: null,
    expectedSeconds: 5,
  })
  expect((await ask('listWorkspaceRuns', { query: { active: 'true' } })).jsonBody.items).toHaveLength(1)
  expect(await ask('getRun', { params })).toMatchObject({ status: 403 })
})

test('items are listed by key and filtered; only a policy has a name', async () => {
  const params = { runId: await endedRun() }
  const { jsonBody: first } = await ask('listRunItems', { params, query: { limit: '2' } })
  expect(first.items).toMatchObject([
    { itemKey: 's', policyName: null },
    { itemKey: 's/s/bad', policyName: 's/bad', outcome: 'failed', code: 'sync.policy_unreadable' },
  ])
  const { jsonBody: second } = await ask('listRunItems', { params, query: { limit: '2', cursor: first.nextCursor } })
  expect(second).toMatchObject({ items: [{ itemKey: 's/s/good' }], nextCursor: null })
  const keysOf = async (query: Record<string, string>) =>
    (await ask('listRunItems', { params, query })).jsonBody.items.map(({ itemKey }: { itemKey: string }) => itemKey)
  expect(await keysOf({ outcome: 'failed' })).toEqual(['s/s/bad'])
  expect(await keysOf({ outcome: 'failed,succeeded', source: 's' })).toHaveLength(3)
  expect(await keysOf({ source: 'other' })).toEqual([])
})

test('events are listed in their order, after a number', async () => {
  const params = { runId: await endedRun() }
  const { jsonBody } = await ask('listRunEvents', { params, query: { limit: '2' } })
  expect(jsonBody).toMatchObject({
    items: [
      { seq: 1, kind: 'queued' },
      { seq: 2, kind: 'started' },
    ],
    next: 2,
  })
  expect((await ask('listRunEvents', { params, query: { after: '2' } })).jsonBody).toMatchObject({
    items: [{ seq: 3, kind: 'ended', data: { status: 'partial' } }],
    next: null,
  })
})

test('a rerun is answered like a start', async () => {
  const runId = await endedRun()
  const { status, headers, jsonBody } = await ask('rerunRun', { params: { runId } })
  expect([status, jsonBody.deduplicated]).toEqual([202, false])
  expect(headers!['operation-location']).toContain(`/runs/${jsonBody.runId}`)
  expect(jsonBody.runId).not.toBe(runId)
})

test('the catalogue says of each operation who may start it, where, and with what', async () => {
  const { jsonBody } = await ask('listOperations', { caller: callerNamed('reader') })
  expect(jsonBody.items.map(({ name }: { name: string }) => name)).toEqual([...operationRecords.keys()])
  const [sync] = jsonBody.items
  expect(sync).toMatchObject({ role: 'operator', path: 'tenants/{tenantId}/sync', lane: 'sync' })
  expect(Object.keys(sync.input.properties)).toEqual(['policies', 'force', 'trailing'])
  expect(jsonBody.items.at(-1)).toMatchObject({
    name: 'ops.reconcile_adapter_runs',
    role: null,
    path: null,
    lane: null,
  })
  expect(await ask('listOperations', { caller: callerNamed('stranger') })).toMatchObject({ status: 403 })
})

const readers = ['getRun', 'getWorkspaceRun', 'listTenantRuns', 'listWorkspaceRuns', 'listRunItems', 'listRunEvents', 'rerunRun'] // prettier-ignore

test('what belongs to another workspace is 403 with the same body, whether it is there or not', async () => {
  const own = await endedRun()
  const [row] = await database.sql`insert into runs (workspace_id, tenant_id, operation, identity, status, finished_at)
    values (${foreign.workspaceId}, ${foreign.externalId}, 'policy.sync', 'x', 'failed', now()) returning id`
  const there = { tenantId: foreign.externalId, workspaceId: foreign.workspaceId, runId: String(row!.id) }
  const nowhere = { tenantId: randomUUID(), workspaceId: randomUUID(), runId: randomUUID() }
  const bodies = new Set<string>()
  for (const name of readers)
    for (const params of [there, nowhere, { ...there, runId: own }]) {
      const { status, jsonBody } = await ask(name, { params })
      expect({ name, status }).toEqual({ name, status: 403 })
      bodies.add(JSON.stringify(jsonBody))
    }
  for (const name of readers.filter((each) => !/list\w+Runs/.test(each))) {
    const { status, jsonBody } = await ask(name, { params: { runId: there.runId } })
    expect({ name, status }).toEqual({ name, status: 403 })
    bodies.add(JSON.stringify(jsonBody))
  }
  expect(bodies.size).toBe(1)
  expect(await ask('getRun', { params: { runId: nowhere.runId } })).toMatchObject({ status: 404 })
})

test('a cursor of somebody else gives nothing of what he sees', async () => {
  await endedRun()
  await admitTest(database, { input: { n: 2 } })
  for (const name of ['listTenantRuns', 'listWorkspaceRuns']) {
    const { nextCursor: cursor } = (await ask(name, { query: { limit: '1' } })).jsonBody
    const stranger = await ask(name, { query: { limit: '1', cursor }, caller: callerNamed('stranger') })
    expect(stranger).toMatchObject({ status: 403, jsonBody: { code: 'access.denied' } })
    const elsewhere = { tenantId: foreign.externalId, workspaceId: foreign.workspaceId }
    expect(await ask(name, { params: elsewhere, query: { limit: '1', cursor } })).toMatchObject({ status: 400 })
  }
})
