import { configurationPolicies } from '../../../src/intune/policy-types/configuration-policies/index'
import { intents } from '../../../src/intune/policy-types/intents/index'
import { createPolicySync } from '../../../src/operations/policy-sync/handler'
import type { policySync } from '../../../src/operations/policy-sync/record'
import { createOpenStore } from '../../../src/operations/run-store'
import type { Graph } from '../../../src/graph/types'
import { finish } from '../../../src/runs/ledger/finish'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { contextOf } from '../../support/run-context'
import { admitTest, claimRun } from '../../support/runs'
import { graphOf, policyIds } from './listed-policies'
import type * as z from 'zod'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const [first, second, third] = policyIds(3) as [string, string, string]
const source = 'configurationPolicies'
const named = (id: string, of = source) => ({ source: of, id })

/** A tenant that has these policies; `renamed` have another name since. Counts the lists that were read. */
function tenantWith(ids: readonly string[], renamed: readonly string[] = []) {
  const lists: string[] = []
  const graph: Graph = {
    ...graphOf(ids),
    pages: (request) => {
      if (!request.path.endsWith('/settings')) lists.push(request.path)
      return graphOf(ids).pages(request)
    },
    batch: async (requests) =>
      requests.map(({ path }) => {
        const id = path.split('/').at(-1)!
        if (!ids.includes(id)) return { status: 404, body: { error: { code: 'ResourceNotFound', message: 'x' } } }
        const name = renamed.includes(id) ? 'renamed' : `Policy ${id}`
        return { status: 200, body: { id, name, settingCount: 0, assignments: [] } }
      }),
  }
  return { graph, lists }
}

type Input = z.input<(typeof policySync)['input']>

/** Runs a sync to its end. Returns its items, and the names of the stored policies. */
async function sync(graph: Graph, input: Input = {}) {
  const { db, sql } = database
  const run = await claimRun(database, (await admitTest(database)).runId)
  const { run: work } = createPolicySync({
    types: [configurationPolicies, intents],
    openGraph: async () => graph,
    openStore: createOpenStore({ db, writing: db }),
    definitionCache: { definitionsFor: async () => () => undefined },
    fingerprint: (secret) => secret,
  })
  const { closingStep } = await work(input, contextOf(run, database.tenant))
  await finish(db, run, { error: null, failedBy: null, progress: null, ...(closingStep && { closingStep }) })
  const items = await sql`select item_key, outcome, code from run_items where run_id = ${run.id} order by item_key`
  const policies = await sql`select graph_id, name from policies where removed_at is null order by graph_id`
  return {
    items: items.map(({ item_key, outcome, code }) => [item_key, outcome, ...(code ? [code] : [])]),
    names: policies.map(({ name }) => name),
    states: await sql`select source, last_full_read_at, stale_since from source_states order by source`,
  }
}

test('a sync of named policies reads these, and no list', async () => {
  await sync(tenantWith([first, second]).graph)
  const { graph, lists } = tenantWith([first, second], [first, second])
  const { items, names } = await sync(graph, { policies: [named(second), named(second)] })
  expect(items).toEqual([[`${source}/${second}`, 'succeeded']])
  expect(names).toEqual([`Policy ${first}`, 'renamed'])
  expect(lists).toEqual([])
})

test('what Graph does not have is a failed item and keeps its rows, and nothing counts as gone', async () => {
  const before = await sync(tenantWith([first, second, third]).graph)
  const { items, names, states } = await sync(tenantWith([third]).graph, { policies: [named(first), named(third)] })
  expect(items).toEqual([
    [`${source}/${first}`, 'failed', 'graph.not_found'],
    [`${source}/${third}`, 'succeeded'],
  ])
  expect(names).toEqual(before.names)
  expect(states).toEqual(before.states)
})

test('a policy of a source that this version does not know is a failed item', async () => {
  const { items } = await sync(tenantWith([]).graph, { policies: [named('x', 'someOtherSource')] })
  expect(items).toEqual([['someOtherSource/x', 'failed', 'graph.not_found']])
})

test('a sync of sources reads their lists, and sweeps nothing', async () => {
  const before = await sync(tenantWith([first, second]).graph)
  const { graph, lists } = tenantWith([second, third])
  const { items, names, states } = await sync(graph, { sources: [source] })
  expect(items).toEqual([
    [source, 'succeeded'],
    [`${source}/${second}`, 'succeeded'],
    [`${source}/${third}`, 'succeeded'],
  ])
  expect(names).toHaveLength(3)
  expect(states).toEqual(before.states)
  expect(lists).toHaveLength(1)
})

test('a later attempt does not ask again for what an earlier one has done', async () => {
  const { db, sql } = database
  const { graph } = tenantWith([first, second])
  const batch = jest.spyOn(graph, 'batch')
  const run = await claimRun(database, (await admitTest(database)).runId)
  await sql`insert into run_items (run_id, item_key, attempt, source, outcome)
    values (${run.id}, ${`${source}/${first}`}, 1, ${source}, 'succeeded')`
  const { run: work } = createPolicySync({
    types: [configurationPolicies],
    openGraph: async () => graph,
    openStore: createOpenStore({ db, writing: db }),
    definitionCache: { definitionsFor: async () => () => undefined },
    fingerprint: (secret) => secret,
  })
  await work({ policies: [named(first), named(second)] }, contextOf(run, database.tenant))
  expect(batch.mock.calls.flatMap(([requests]) => requests.map(({ path }) => path.split('/').at(-1)))).toEqual([second])
})
