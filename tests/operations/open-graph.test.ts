import { type GraphClient, createGraphClient } from '../../src/graph/graph-client'
import { createOpenGraph } from '../../src/operations/open-graph'
import { finish } from '../../src/runs/ledger/finish'
import { recordItem } from '../../src/runs/ledger/record-item'
import type { ErrorCode } from '../../src/shared/error-codes'
import { systemClock as clock } from '../../src/shared/clock'
import { numberedTokens, policies } from '../graph/support/open'
import { inTurn, startServer } from '../graph/support/server'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { contextOf } from '../support/run-context'
import { admitTest, claimRun, succeededEnding } from '../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

/** One instance of the worker: its own Graph client with its own tokens. */
function instance(graphBaseUrl: string) {
  const tokens = numberedTokens(clock)
  const graph = createGraphClient({
    graphBaseUrl,
    clock,
    credentialFor: tokens.credentialFor,
  })
  return { graph, tokens }
}

/** A run that reads one object and then ends; `items`: what it records as failed or skipped. */
async function run(graph: GraphClient, items: { key: string; code: ErrorCode }[] = [], options = {}) {
  const { db, tenant } = database
  const openGraph = createOpenGraph({ db, clock, graph, refusable: ['intents', 'groups'] })
  const claimed = await claimRun(database, (await admitTest(database)).runId)
  await (await openGraph(contextOf(claimed, tenant), options)).get(policies)
  for (const { key, code } of items)
    await recordItem(db, { runId: claimed.id, attempt: 1 }, { key, source: key, label: key, outcome: 'failed', code })
  await finish(db, claimed, succeededEnding)
}

test.each([
  ['intents', 'graph.forbidden'],
  ['groups', 'graph.forbidden'],
  ['intents', 'graph.refused'],
] as const)('point 13: after %s ended with %s no instance uses an older token', async (key, code) => {
  await using server = await startServer(inTurn({ json: {} }))
  const [a, b] = [instance(server.url), instance(server.url)]
  await run(b.graph)
  await run(a.graph, [{ key, code }])
  expect(b.tokens.asked()).toBe(1)
  await run(b.graph)
  expect(b.tokens.asked()).toBe(2)
  // what was refused well before this token does not concern it; how long ago that was is only known as exactly as a query is fast
  await database.sql`update runs set finished_at = finished_at - interval '1 minute'`
  await run(b.graph)
  expect(b.tokens.asked()).toBe(2)
})

test('point 13: another tenant’s graph.forbidden, and other failures, leave the tokens alone', async () => {
  await using server = await startServer(inTurn({ json: {} }))
  const { graph, tokens } = instance(server.url)
  await run(graph, [{ key: 'intents', code: 'graph.unavailable' }])
  await database.sql`insert into tenants (workspace_id, entra_tenant_id, display_name)
    select workspace_id, gen_random_uuid(), 'Other' from tenants`
  await run(graph, [{ key: 'intents', code: 'graph.forbidden' }])
  await database.sql`update runs set tenant_id = (select external_id from tenants where external_id <> ${database.tenant.externalId})
    where id = (select run_id from run_items where code = 'graph.forbidden')`
  await run(graph)
  expect(tokens.asked()).toBe(1)
})

test('a session with a new token uses none that was requested before', async () => {
  await using server = await startServer(inTurn({ json: {} }))
  const { graph, tokens } = instance(server.url)
  await run(graph)
  await run(graph, [], { newToken: true })
  expect(tokens.asked()).toBe(2)
})
