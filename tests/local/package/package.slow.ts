import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makePackage } from '../../../local/package/make-package'
import { startBackend, startServices } from '../../support/backend'
import { until } from '../../support/until'
import { hasNodeWorker, NodeWorker } from './node-worker'

/** The package alone in a folder: no `node_modules` above it. */
let folder: string
let bytes: number

beforeAll(async () => {
  const made = await makePackage(join(__dirname, '../../..'))
  bytes = Object.values(made.files).reduce((sum, size) => sum + size, 0)
  folder = mkdtempSync(join(tmpdir(), 'tenantpilot-package-'))
  cpSync(made.folder, folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the package holds one bundle, its licences, host.json and a manifest, in at most 15 MB', () => {
  expect(readdirSync(folder).toSorted()).toEqual(['host.json', 'main.js', 'main.js.LEGAL.txt', 'package.json'])
  expect(bytes).toBeLessThan(15_000_000)
})

test('a sync runs from the package on the local host', async () => {
  const backend = await startBackend({ appFolder: folder })
  expect(await backend.sync()).toMatchObject({ status: 'succeeded', counts: { policies: 12, failed: 0 } })
  await backend.stop()
})

test('telemetry leaves the package as it leaves the separate files', async () => {
  const backend = await startBackend({ appFolder: folder, samplingRatio: 1 })
  expect(await backend.sync()).toMatchObject({ status: 'succeeded' })
  await backend.host.stop()
  const { store, unknown } = backend.telemetry!
  expect(store.rows('AppTraces').map(({ Message }) => Message)).toEqual(
    expect.arrayContaining(['job_start', 'job_complete']),
  )
  const [run] = store.rows('AppRequests')
  expect(run).toMatchObject({ Name: 'run policy.sync', Success: true })
  const inside = store.rows('AppDependencies').filter(({ ParentId }) => ParentId === run!['Id'])
  expect(inside.map(({ Name }) => Name)).toEqual(
    expect.arrayContaining(['db transaction', 'GET /beta/deviceManagement/configurationPolicies']),
  )
  expect(store.rows('AppMetrics').map(({ Name }) => Name)).toContain('tenantpilot.run.duration')
  expect(unknown).toEqual([])
  // what the SDKs have to say of themselves would stand here
  expect(backend.lines.filter((line) => !line.startsWith('{'))).toEqual([])
  await backend.stop()
})

const inNodeWorker = hasNodeWorker ? describe : describe.skip
inNodeWorker("in Microsoft's Node worker (skipped where ../shared/node-worker is missing)", () => {
  let worker: NodeWorker
  beforeEach(async () => void (worker = await NodeWorker.create()))
  afterEach(() => worker.stop())

  const metadata = { deliveryCount: 1, enqueuedTimeUtc: '2026-11-21T10:00:00', sequenceNumber: 7 }

  test('a sync runs from the package, and liveness needs no tenant', async () => {
    const services = await startServices()
    const { database, settings, simulator } = services
    const started = await worker.start(folder, settings)
    expect(started).toMatchObject({ metadata: { status: 'Success' } })
    expect(started.functions).toContain('runSync')
    expect(await worker.http('healthLive', 'GET', 'health/live')).toMatchObject({ http: { statusCode: '200' } })
    const tenantId = database.tenant.externalId
    const headers = { authorization: `Bearer ${simulator.apiToken()}` }
    const answer = await worker.http('startSync', 'POST', `tenants/${tenantId}/sync`, { params: { tenantId }, headers })
    const { runId } = JSON.parse(answer.http!.body) as { runId: string }
    expect(await worker.invoke('runSync', { v: 1, runId }, metadata)).toMatchObject({ status: 'Success' })
    const [run] = await database.sql`select status, counts from runs where id = ${runId}`
    expect(run).toMatchObject({ status: 'succeeded', counts: { policies: 12, failed: 0 } })
    await services.stop()
  })

  test('lines are those of their invocation, with its level; with telemetry the host is told not to send them too', async () => {
    const services = await startServices({ samplingRatio: 1 })
    const { database, simulator, settings } = services
    const { capabilities } = await worker.start(folder, settings)
    expect(capabilities).toMatchObject({ WorkerOpenTelemetryEnabled: 'true' })
    simulator.control.secret('expired')
    const tenantId = database.tenant.externalId
    const headers = { authorization: `Bearer ${simulator.apiToken()}` }
    const answer = await worker.http('startSync', 'POST', `tenants/${tenantId}/sync`, { params: { tenantId }, headers })
    const { runId } = JSON.parse(answer.http!.body) as { runId: string }
    await worker.invoke('runSync', { v: 1, runId }, metadata)
    const lines = (await worker.logs()).filter(({ message }) => message.startsWith('{"event":"job_'))
    const told = lines.map(({ message, level, logCategory }) => {
      const { event, code } = JSON.parse(message) as { event: string; code?: string }
      return { event, code, level, logCategory }
    })
    expect(told).toEqual([
      { event: 'job_start', level: 'Information', logCategory: 'User' },
      { event: 'job_failed', code: 'graph.auth.invalid_client', level: 'Error', logCategory: 'User' },
    ])
    await services.stop()
  })

  test('a missing setting is a failure with its sentence, and no empty app', async () => {
    const started = await worker.start(folder, { APP_ROLE: 'api' })
    expect(started.metadata.status).toBe('Failure')
    expect(started.metadata.exception?.message).toMatch(/The environment is not valid[\s\S]*DATABASE_URL/)
  })

  test('a run in the middle is handed back when the worker is terminated', async () => {
    const services = await startServices()
    const { database, settings, simulator } = services
    const { sql, tenant } = database
    await worker.start(folder, settings)
    const tenantId = tenant.externalId
    const headers = { authorization: `Bearer ${simulator.apiToken()}` }
    const answer = await worker.http('startSync', 'POST', `tenants/${tenantId}/sync`, { params: { tenantId }, headers })
    const { runId } = JSON.parse(answer.http!.body) as { runId: string }
    // so slow that the run is in the middle when the worker is told to end
    simulator.control.behave({ latencyMs: 3_000 })
    const invoked = worker.invoke('runSync', { v: 1, runId }, metadata).catch(() => {})
    const stateOf = async () =>
      (
        await sql`select status, attempt, failures, lease_until, sent_at is not null as sent from runs where id = ${runId}`
      )[0]
    await until('the run is running', async () => (await stateOf())?.status === 'running')
    const ms = await worker.terminate()
    process.stdout.write(`terminated after ${Math.round(ms)} ms\n`)
    expect(await stateOf()).toEqual({ status: 'queued', attempt: 1, failures: 0, lease_until: null, sent: true })
    await invoked
    await services.stop()
  })
})
