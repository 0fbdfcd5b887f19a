import { randomUUID } from 'node:crypto'
import { seed } from '../../../local/postgres/fresh'
import { homeTenantId } from '../../../local/simulator/entra/demo-callers'
import type { Caller } from '../../../src/access/caller'
import type { Target } from '../../../src/access/enter'
import { createRunReads } from '../../../src/runs/api/read'
import type { RunQuery } from '../../../src/runs/ledger/run-ranges'
import { operator } from '../../support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.close())

interface MadeRun {
  tenantId?: string | null
  workspaceId?: string
  operation?: string
  status?: string
  requestedBy?: string
  code?: string
  /** Days before now. */
  age?: number
}

/** Inserts runs one after the other; the last one is the newest. Returns their ids. */
async function insertRuns(made: readonly MadeRun[]): Promise<string[]> {
  const { tenant, sql } = database
  const rows = await sql`
    insert into runs (workspace_id, tenant_id, operation, identity, status, requested_by, error, created_at, finished_at, counts)
    select workspace, tenant, operation, operation, status, by, case when code <> '' then jsonb_build_object('code', code, 'category', 'bug', 'message', 'x') end,
      now() - make_interval(days => age), case when status not in ('queued', 'running') then now() end,
      case when status not in ('queued', 'running') then '{"total":1}'::jsonb end
    from jsonb_to_recordset(${sql.json(
      made.map((run, n) => ({
        n,
        workspace: run.workspaceId ?? tenant.workspaceId,
        tenant: run.tenantId === undefined ? tenant.externalId : run.tenantId,
        operation: run.operation ?? 'policy.sync',
        status: run.status ?? 'succeeded',
        by: run.requestedBy ?? 'schedule',
        code: run.code ?? '',
        age: run.age ?? 0,
      })),
    )}) as x(n int, workspace uuid, tenant uuid, operation text, status text, by text, code text, age int)
    order by n returning id`
  return rows.map(({ id }) => String(id))
}

interface Ask {
  target?: Target
  caller?: Caller
  query?: RunQuery
  limit?: number
}

/** Follows a list from page to page. Returns the ids of each page. */
async function pagesOf({ target, caller = operator, query = {}, limit = 50 }: Ask = {}): Promise<string[][]> {
  const { listRuns } = createRunReads({ enter: database.enter, times: {} })
  const where = target ?? { tenantKey: database.tenant.externalId }
  const pages: string[][] = []
  let before: number | undefined
  for (;;) {
    const { items, next } = await listRuns({ caller, capability: 'runs.read' }, where, { query, limit, before })
    pages.push(items.map(({ run }) => run.id))
    if (next === null) return pages
    before = next
  }
}

const listOf = async (ask: Ask = {}) => (await pagesOf(ask)).flat()
const whole = () => ({ workspaceId: database.tenant.workspaceId })

/** Somebody who has a role in these tenants alone. */
async function readerOf(...tenantIds: string[]): Promise<Caller> {
  const oid = randomUUID()
  for (const tenantId of tenantIds)
    await database.sql`insert into grants (workspace_id, tenant_id, tid, oid, role, granted_by)
      values (${database.tenant.workspaceId}, ${tenantId}, ${homeTenantId}, ${oid}, 'reader', 'test')`
  return { ...operator, oid }
}

test('runs are listed by number, the newest first, in pages of the asked size', async () => {
  const ids = await insertRuns(Array.from({ length: 5 }, () => ({})))
  const newestFirst = ids.toReversed()
  expect(await pagesOf({ limit: 2 })).toEqual([newestFirst.slice(0, 2), newestFirst.slice(2, 4), newestFirst.slice(4)])
  expect(await pagesOf({ limit: 5 })).toEqual([newestFirst])
})

test('a status that is given twice does not shorten the list', async () => {
  const ids = await insertRuns(Array.from({ length: 5 }, () => ({ status: 'failed' })))
  const query = { status: ['failed', 'failed'] } as const
  expect((await pagesOf({ query, limit: 2 })).flat()).toEqual(ids.toReversed())
})

test('a run of a list has its stored counts, and none until it has ended', async () => {
  await insertRuns([{}, { status: 'running' }])
  const { listRuns } = createRunReads({ enter: database.enter, times: {} })
  const target = { tenantKey: database.tenant.externalId }
  const { items } = await listRuns({ caller: operator, capability: 'runs.read' }, target, { query: {}, limit: 9 })
  expect(items.map(({ counts }) => counts)).toEqual([null, { total: 1 }])
})

test.each<[string, RunQuery, number[]]>([
  ['one status', { status: ['failed'] }, [1]],
  ['several', { status: ['failed', 'succeeded'] }, [1, 0]],
  ['an operation', { operation: ['tenant.verify', 'x'] }, [2]],
  ['who asked', { requestedBy: 'a/b' }, [3]],
  ['an error', { errorCode: 'graph.forbidden' }, [1]],
  ['active', { active: true }, [3, 2]],
  ['active, of a status', { active: true, status: ['running', 'failed'] }, [3]],
  ['one status twice', { status: ['failed', 'failed'] }, [1]],
  ['active, of none and of an operation', { active: true, status: ['failed'], operation: ['policy.sync'] }, []],
  ['since', { createdSince: new Date(Date.now() - 36 * 3_600_000) }, [3, 2]],
  ['before', { createdBefore: new Date(Date.now() - 36 * 3_600_000) }, [1, 0]],
  ['nothing', { errorCode: 'graph.throttled' }, []],
])('runs are filtered by %s', async (_what, query, expected) => {
  const ids = await insertRuns([
    { age: 9 },
    { age: 2, status: 'failed', code: 'graph.forbidden' },
    { age: 1, status: 'queued', operation: 'tenant.verify' },
    { status: 'running', requestedBy: 'a/b' },
  ])
  expect(await listOf({ query })).toEqual(expected.map((n) => ids[n]))
  expect(await listOf({ query, target: whole() })).toEqual(expected.map((n) => ids[n]))
})

test('a list of a workspace has the runs of all tenants and of none; with a tenant only its own', async () => {
  const other = await addTenant(database)
  const ids = await insertRuns([{}, { tenantId: other.externalId }, { tenantId: null, operation: 'ops.x' }])
  expect(await listOf({ target: whole() })).toEqual(ids.toReversed())
  expect(await listOf({ target: { ...whole(), tenantKey: other.appKey } })).toEqual([ids[1]])
})

test('who has a role in some tenants alone sees their runs, and none of the workspace itself', async () => {
  const [mine, alsoMine, notMine] = [await addTenant(database), await addTenant(database), await addTenant(database)]
  const ids = await insertRuns([
    { tenantId: alsoMine.externalId },
    { tenantId: notMine.externalId },
    { tenantId: mine.externalId },
    { tenantId: null },
  ])
  const caller = await readerOf(mine.externalId, alsoMine.externalId)
  expect(await pagesOf({ caller, target: whole(), limit: 1 })).toEqual([[ids[2]], [ids[0]]])
  await expect(listOf({ caller, target: { ...whole(), tenantKey: notMine.externalId } })).rejects.toThrow(
    'Nothing here',
  )
})

test('nothing of another workspace is listed, be it or its tenant asked for', async () => {
  const foreign = await seed(database.db, randomUUID())
  await database.sql`delete from grants where workspace_id = ${foreign.workspaceId}`
  const [own] = await insertRuns([{}, { tenantId: foreign.externalId, workspaceId: foreign.workspaceId }])
  expect(await listOf({ target: whole() })).toEqual([own])
  const refusals = [
    { workspaceId: foreign.workspaceId },
    { tenantKey: foreign.externalId },
    { ...whole(), tenantKey: foreign.externalId },
    { workspaceId: randomUUID() },
  ].map((target) => listOf({ target }).catch((error: Error) => error.message))
  expect(new Set(await Promise.all(refusals))).toEqual(new Set([expect.stringMatching(/^Nothing here is yours/)]))
})

test('who has a role in two workspaces sees in each list only its own runs', async () => {
  const other = await seed(database.db, randomUUID())
  const [own, foreign] = await insertRuns([{}, { tenantId: other.externalId, workspaceId: other.workspaceId }])
  expect(await listOf({ target: whole() })).toEqual([own])
  expect(await listOf({ target: { workspaceId: other.workspaceId } })).toEqual([foreign])
  await expect(listOf({ target: { ...whole(), tenantKey: other.externalId } })).rejects.toThrow('Nothing here')
})

describe('among very many runs', () => {
  /** So many runs that a page does not look at all of them; every 400th failed. */
  const many = 8_000
  beforeEach(async () => {
    const { sql, tenant } = database
    await sql`insert into runs (workspace_id, tenant_id, operation, identity, status, created_at, finished_at, requested_by)
      select ${tenant.workspaceId}, ${tenant.externalId}, 'policy.sync', 'x', case when n % 400 = 0 then 'failed' else 'succeeded' end,
        now() - make_interval(mins => ${many} - n), now(), case when n = 1 then 'a/b' else 'schedule' end
      from generate_series(1, ${many}) n`
  })

  test('a rare one is found on a later page, after ones that are empty', async () => {
    const pages = await pagesOf({ query: { requestedBy: 'a/b' } })
    expect(pages.map(({ length }) => length)).toEqual([0, 0, 1])
  })

  test('a list of those that failed does not read past the others', async () => {
    const pages = await pagesOf({ query: { status: ['failed'] }, limit: 200 })
    expect(pages.map(({ length }) => length)).toEqual([20])
  })

  test('a list up to a time begins there', async () => {
    const createdBefore = new Date(Date.now() - (many - 100) * 60_000)
    const pages = await pagesOf({ query: { createdBefore, operation: ['policy.sync'] }, limit: 200 })
    expect(pages.map(({ length }) => length)).toEqual([expect.closeTo(100, -1)])
  })

  test('many single tenants are listed together: each once, in order, whatever few a page looks at', async () => {
    const { sql } = database
    const tenants = await Promise.all(Array.from({ length: 45 }, () => addTenant(database)))
    const ids = tenants.map(({ externalId }) => externalId)
    // runs of all kinds of density: the first tenant has a third of all
    await sql`update runs set tenant_id = (${sql.array(ids)}::uuid[])[1 + case when seq % 3 = 0 then 0 else seq % 45 end]`
    const caller = await readerOf(...ids)
    const expected =
      await sql`select id from runs where status = 'failed' and operation = 'policy.sync' order by seq desc`
    const all = await sql`select id from runs order by seq desc limit 500`
    const query = { status: ['failed'], operation: ['policy.sync'] } as const
    expect(await listOf({ caller, target: whole(), query, limit: 7 })).toEqual(expected.map(({ id }) => id))
    expect(await listOf({ caller, target: whole(), query: { requestedBy: 'a/b' } })).toHaveLength(1)
    const { listRuns } = createRunReads({ enter: database.enter, times: {} })
    const page = await listRuns({ caller, capability: 'runs.read' }, whole(), { query: {}, limit: 200 })
    expect(page.items.map(({ run }) => run.id)).toEqual(all.slice(0, 200).map(({ id }) => id))
  })
})
