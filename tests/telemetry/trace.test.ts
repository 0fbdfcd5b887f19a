import { randomBytes } from 'node:crypto'
import { type Backend, startBackend } from '../support/backend'
import { propertiesOf, type Row } from '../../local/telemetry/tables'

jest.setTimeout(60_000)

let backend: Backend
const rowsOf = (...args: Parameters<NonNullable<Backend['telemetry']>['store']['rows']>) =>
  backend.telemetry!.store.rows(...args)
beforeAll(async () => void (backend = await startBackend({ samplingRatio: 1, content: { policies: 6, seed: 2 } })))
afterAll(() => backend.stop())

const traceId = randomBytes(16).toString('hex')

/** Starts a sync in a trace of the caller's, waits for its end, and ends the app, which sends what is left. */
async function syncInTrace(): Promise<string> {
  const headers = { ...backend.tokenOf('operator'), traceparent: `00-${traceId}-${'b7'.repeat(8)}-01` }
  const { externalId } = backend.database.tenant
  const { body } = await backend.send('POST', `tenants/${externalId}/sync`, { headers })
  const run = await backend.sync() // the same one is given back
  expect(run.runId).toBe(body.runId)
  await backend.host.stop()
  return run.runId as string
}

test('one trace leads from the request through message and run to Graph and the database', async () => {
  const runId = await syncInTrace()
  const inTrace = (row: Row) => row['OperationId'] === traceId
  const dependencies = rowsOf('AppDependencies').filter(inTrace)
  const start = dependencies.find(({ Name }) => Name === 'startSync')!
  const sent = dependencies.find(({ Name }) => Name === 'send intune-sync-queue')!
  const [run] = rowsOf('AppRequests').filter(inTrace)
  expect(run).toMatchObject({ Name: 'run policy.sync', Success: true, ParentId: start['Id'] })
  expect(propertiesOf(run!)).toMatchObject({ jobId: runId, operation: 'policy.sync', attempt: '1' })
  expect(sent['ParentId']).toBe(start['Id'])
  const ofRun = dependencies.filter(({ ParentId }) => ParentId === run!['Id'])
  expect(ofRun).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ Name: 'GET /beta/deviceManagement/configurationPolicies', ResultCode: '200' }),
      expect.objectContaining({ Name: 'db transaction', DependencyType: 'postgresql' }),
    ]),
  )
  // the invocation that the message began is another trace, which the run links to
  const [link] = JSON.parse(propertiesOf(run!)['_MS.links']!) as { operation_Id: string; id: string }[]
  const consumer = rowsOf('AppDependencies').find(({ Id }) => Id === link!.id)
  expect(consumer).toMatchObject({ Name: 'runSync', OperationId: link!.operation_Id })
  expect(link!.operation_Id).not.toBe(traceId)
  expect(backend.telemetry!.unknown).toEqual([])
})

test('no address has a query: it holds filters and page tokens', () => {
  const addresses = rowsOf('AppDependencies').map(({ Data }) => String(Data))
  expect(addresses.filter((address) => address.includes('/deviceManagement/')).length).toBeGreaterThan(5)
  expect(addresses.filter((address) => address.includes('?'))).toEqual([])
})

test('each request of Graph is one span', () => {
  const requests = rowsOf('AppDependencies').filter(({ Data }) => String(Data).endsWith('/configurationPolicies'))
  expect(requests).toHaveLength(1)
})

test('what a run did and cost is measured', () => {
  const sums = Object.fromEntries(rowsOf('AppMetrics').map((row) => [row['Name'], row['Sum']]))
  const policies = 14
  expect(sums).toMatchObject({ 'tenantpilot.run.items': policies, 'tenantpilot.graph.throttled': 0 })
  expect(sums['tenantpilot.graph.requests']).toBeGreaterThan(10)
  for (const name of ['run.dwell', 'run.duration', 'db.duration', 'graph.duration'])
    expect(sums[`tenantpilot.${name}`]).toBeGreaterThan(0)
})
