import { describeRun } from '../../local/telemetry/traces/describe-run'
import { type Backend, startBackend } from '../support/backend'

jest.setTimeout(60_000)

let backend: Backend
beforeAll(async () => void (backend = await startBackend({ samplingRatio: 1, content: { policies: 6, seed: 2 } })))
afterAll(() => backend.stop())

test('the trace of a run that Entra refuses shows the request for a token, with the code', async () => {
  backend.simulator.control.secret('wrong')
  const { runId, status } = await backend.sync()
  expect(status).toBe('failed')
  await backend.host.stop() // sends what is left
  const lines = describeRun(backend.telemetry!.store, runId)!
  expect(lines).toContainEqual(expect.stringMatching(/─ (\d+ × )?token graph {2,}graph\.auth\.invalid_client/))
  expect(lines).toContainEqual(expect.stringMatching(/─ run policy\.sync, attempt 1 {2,}graph\.auth\.invalid_client/))
  const tokens = backend.telemetry!.store.rows('AppDependencies').filter(({ Name }) => Name === 'token graph')
  expect(tokens[0]).toMatchObject({ Success: false, Properties: { code: 'graph.auth.invalid_client' } })
  expect(JSON.stringify(tokens)).not.toContain(backend.simulator.clientSecret)
})
