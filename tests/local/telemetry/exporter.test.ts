import { appIdentity, makeIdentityKeys } from '../../../local/identity/identities'
import { signToken } from '../../../local/identity/tokens'
import { propertiesOf } from '../../../local/telemetry/tables'
import type { Telemetry } from '../../../local/telemetry/telemetry'
import { sendSync, startTestTelemetry } from './harness'

let telemetry: Telemetry
afterEach(() => telemetry.stop())

test('what the exporter of Azure Monitor sends is known, and becomes the rows of Log Analytics', async () => {
  telemetry = await startTestTelemetry()
  await sendSync(telemetry, { jobId: 'r1' })
  const { store, unknown } = telemetry
  expect(unknown).toEqual([])
  expect(store.rows('AppTraces')).toEqual([
    expect.objectContaining({ Message: 'job_start', SeverityLevel: 1 }),
    expect.objectContaining({ Message: 'job_complete', SeverityLevel: 1, ItemCount: 1 }),
  ])
  expect(propertiesOf(store.rows('AppTraces')[1]!)).toMatchObject({ jobId: 'r1', durationMs: '12340', attempt: '1' })
  expect(store.rows('AppExceptions')).toEqual([
    expect.objectContaining({ ExceptionType: 'TypeError', OuterMessage: 'x is undefined', SeverityLevel: 3 }),
  ])
  const [run, http] = store.rows('AppRequests')
  expect(http).toMatchObject({ Name: 'POST /api/tenants/x/sync', ResultCode: '202', Success: true })
  expect(run).toMatchObject({ Name: 'run policy.sync', ParentId: http!['Id'], OperationId: http!['OperationId'] })
  const graph = store.rows('AppDependencies').filter((row) => row['DependencyType'] === 'Http')
  expect(graph.filter((row) => row['ResultCode'] === '429')).toEqual([expect.objectContaining({ Success: false })])
  expect(graph).toHaveLength(31)
  const metrics = store.rows('AppMetrics')
  expect(metrics).toContainEqual(
    expect.objectContaining({ Name: 'tenantpilot.run.duration', Sum: 2.5, ItemCount: 1, Min: 2.5, Max: 2.5 }),
  )
  expect(metrics.find((row) => row['Name'] === 'tenantpilot.runs')).toMatchObject({
    Sum: 4,
    Properties: { state: 'waiting' },
  })
})

test('log records come also where no trace is kept', async () => {
  telemetry = await startTestTelemetry()
  await sendSync(telemetry, { jobId: 'r1', ratio: 0 })
  expect(telemetry.store.rows('AppRequests')).toEqual([])
  expect(telemetry.store.rows('AppTraces').map((row) => row['Message'])).toEqual(['job_start', 'job_complete'])
})

test('with the key of an identity only its token for Azure Monitor opens it', async () => {
  const keys = makeIdentityKeys()
  telemetry = await startTestTelemetry({ identityKey: keys.publicKey })
  const content = { identity: appIdentity, audience: 'https://monitor.azure.com/', issuer: 'x', seconds: 600 }
  const token = (changed: { audience?: string; now?: number } = {}, { privateKey } = keys) =>
    signToken(privateKey, { ...content, now: Date.now(), ...changed })
  const messages = async (given?: string) => {
    await sendSync(telemetry, { jobId: 'r1', ...(given !== undefined && { token: given }) })
    return telemetry.store.rows('AppTraces').length
  }
  expect(await messages()).toBe(0)
  expect(await messages(token({ audience: 'https://vault.azure.net' }))).toBe(0)
  expect(await messages(token({ now: Date.now() - 601_000 }))).toBe(0)
  expect(await messages(token({}, makeIdentityKeys()))).toBe(0)
  expect(await messages(token())).toBe(2)
})

test('the exporter follows to the address that a redirect names', async () => {
  telemetry = await startTestTelemetry()
  for (const status of [307, 308] as const) {
    telemetry.store.clear()
    telemetry.addFault({ status, count: 1 })
    await sendSync(telemetry, { jobId: 'r1' })
    expect(telemetry.store.rows('AppTraces')).toHaveLength(2)
  }
})
