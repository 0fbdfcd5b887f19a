import { type Answer, type Backend, startBackend } from '../support/backend'
import { until } from '../support/until'

let backend: Backend
let runs: string
beforeAll(async () => {
  backend = await startBackend({ content: { policies: 12, seed: 3 } })
  runs = `tenants/${backend.database.tenant.externalId}/runs`
  await backend.sync()
})
afterEach(() => backend.simulator.control.clearFaults())
afterAll(() => backend.stop())

const refuse = (match: string) =>
  backend.simulator.control.addFault({ kind: 'status', status: 403, forMs: 600_000, match })

const itemsOf = async ({ runId }: Answer, outcome: string): Promise<Answer[]> =>
  (await backend.call('GET', `${runs}/${runId}/items?outcome=${outcome}&limit=200`)).body.items

/** Runs again what failed in a run, to its end. */
async function rerun({ runId }: Answer): Promise<Answer> {
  const { status, body } = await backend.call('POST', `${runs}/${runId}/rerun`)
  expect(status).toBe(202)
  const read = async () => (await backend.call('GET', `${runs}/${body.runId}`)).body
  await until('the rerun ended', async () => (await read()).finishedAt !== null)
  return read()
}

const keysOf = (items: readonly Answer[]) => items.map(({ itemKey }) => itemKey)
const stored = async () => {
  const { sql } = backend.database
  const [row] = await sql`select count(*)::int as policies, (select count(*)::int from policy_settings) as rows,
    (select json_agg(row(source, last_full_read_at, stale_since) order by source) from source_states) as states from policies where removed_at is null`
  return row
}

test('a rerun reads the policies that failed, and nothing else', async () => {
  refuse('configurationPolicies.*/settings')
  const partial = await backend.sync()
  const failed = await itemsOf(partial, 'failed')
  expect(partial.status).toBe('partial')
  expect(failed.length).toBeGreaterThan(1)
  const before = await stored()
  backend.simulator.control.clearFaults()
  const again = await rerun(partial)
  expect(again).toMatchObject({ status: 'succeeded', operation: 'policy.sync' })
  expect(keysOf(await itemsOf(again, 'succeeded'))).toEqual(keysOf(failed))
  expect(await stored()).toEqual(before)
})

test('a rerun reads a source that failed, and leaves to a full sync whether it is whole', async () => {
  refuse('/intents')
  const partial = await backend.sync()
  expect(keysOf(await itemsOf(partial, 'failed'))).toEqual(['intents'])
  const before = await stored()
  backend.simulator.control.clearFaults()
  const again = await rerun(partial)
  expect(again.status).toBe('succeeded')
  expect(new Set((await itemsOf(again, 'succeeded')).map(({ source }) => source))).toEqual(new Set(['intents']))
  expect(await stored()).toEqual(before)
})

test('what still fails fails again, and a run without failures is not run again', async () => {
  refuse('configurationPolicies.*/settings')
  const partial = await backend.sync()
  const again = await rerun(partial)
  expect(again).toMatchObject({ status: 'failed', error: { code: 'graph.forbidden' } })
  backend.simulator.control.clearFaults()
  const good = await rerun(again)
  expect(good.status).toBe('succeeded')
  expect(await backend.call('POST', `${runs}/${good.runId}/rerun`)).toMatchObject({
    status: 409,
    body: { code: 'run.not_rerunnable' },
  })
})
