import { type Backend, startBackend } from '../support/backend'

jest.setTimeout(90_000)

let backend: Backend
afterEach(() => backend.stop())

const rows = () =>
  backend.database.sql`select source, graph_policy_id, setting_path, setting_name, setting_value, raw_value,
    last_synced_at, changed_at from policy_settings order by source, graph_policy_id, setting_path`

test('reflatten names settings again from stored policies, without a request to Graph', async () => {
  backend = await startBackend({ content: { policies: 24, seed: 3 } })
  await backend.sync()
  const before = await rows()
  await backend.database.sql`update setting_definitions
    set definition = jsonb_set(definition, '{displayName}', to_jsonb('Renamed ' || id_lower)) where definition is not null`
  backend.simulator.control.resetStats()
  const run = await backend.sync('reflatten')
  expect(run).toMatchObject({
    operation: 'policy.reflatten',
    status: 'succeeded',
    progress: { done: 24, total: 24 },
    counts: { policies: 24, failed: 0, inserted: 0, updated: 0, removed: 0, unchanged: before.length },
  })
  expect(backend.simulator.control.stats().http).toBe(0)
  const after = await rows()
  const unnamed = (all: typeof after) => all.map(({ setting_name: _name, setting_value: _value, ...row }) => row)
  expect(unnamed(after)).toEqual(unnamed(before))
  expect(after.some((row) => row.setting_name.includes('Renamed '))).toBe(true)
})

test('an unreadable stored policy fails alone; the others are named again', async () => {
  backend = await startBackend({ content: { policies: 6, seed: 3 } })
  await backend.sync()
  await backend.database.sql`update policies set raw = 'no gzip'::bytea
    where graph_id = (select min(graph_id) from policies)`
  const run = await backend.sync('reflatten')
  expect(run).toMatchObject({ status: 'partial', counts: { policies: 6, failed: 1, removed: 0 } })
  const logged = backend.lines.find((line) => line.includes('policy_failed'))
  expect(logged).toMatch(/"code":"internal.bug".*"frames":\[/)
})
