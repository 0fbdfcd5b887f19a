import { createLooks } from '../../../src/runs/api/health'
import { createTickReport } from '../../../src/runs/api/tick-report'
import { systemClock } from '../../../src/shared/clock'
import { noTelemetry } from '../../../src/shared/telemetry'
import { testRecord } from '../../support/harness'
import { admitTest } from '../../support/runs'
import { type SilentServices, startSilentServices } from '../../support/silent-services'

let services: SilentServices
let told: { event: string; fields: Record<string, unknown> }[]
let measured: Record<string, number>
beforeEach(async () => {
  services = await startSilentServices()
  told = []
  measured = {}
})
afterEach(() => services.close())

const pass = { status: 'succeeded', durationMs: 7, repaired: 1, failedRepairs: 0 }
const counting = { records: new Map([['test', testRecord]]), sync: testRecord, clock: systemClock }
const in40Days = new Date(Date.now() + 40.5 * 86_400_000)

async function report(credentialExpiresAt: () => Date | null = () => null) {
  const look = createLooks({ ...services, ...counting })
  const telemetry = {
    ...noTelemetry,
    measure: (metric: string, value: number, by = {}) =>
      void (measured[[metric, ...Object.values(by)].join(' ')] = value),
  }
  const log = (event: string, fields: Record<string, unknown>) => void told.push({ event, fields })
  await createTickReport({ ...services, ...counting, look, credentialExpiresAt, log, telemetry })(pass)
  expect(told).toHaveLength(1)
  return told[0]!.fields
}

test('the state of the whole system in one event, and as metrics', async () => {
  await admitTest(services.database)
  expect(await report(() => in40Days)).toEqual({
    ...pass,
    waiting: 1,
    running: 0,
    completed24h: 0,
    failed24h: 0,
    owed: 0,
    late: 0,
    failingTenants: 0,
    oldestWaitingSeconds: expect.any(Number),
    connectionsOpen: expect.any(Number),
    connectionsLimit: expect.any(Number),
    deadLettersSync: 0,
    deadLettersInteractive: 0,
    oldestDueSyncSeconds: null,
    oldestOwedSeconds: null,
    tenantsWithoutSync: 0,
    credentialExpiresInDays: 40,
  })
  expect(told[0]!.event).toBe('tick')
  expect(measured).toEqual({
    'tenantpilot.runs queued': 1,
    'tenantpilot.runs running': 0,
    'tenantpilot.runs.oldest_due': expect.any(Number),
    'tenantpilot.runs.oldest_owed': 0,
    'tenantpilot.sync.oldest_due': 0,
    'tenantpilot.dead_letters sync': 0,
    'tenantpilot.dead_letters interactive': 0,
  })
})

test('while Service Bus is silent, what the database knows is told all the same', async () => {
  services.toBroker.silence()
  const fields = await report()
  services.speakAgain()
  expect(fields).toMatchObject({ ...pass, waiting: 0, tenantsWithoutSync: 0, code: 'queue.unavailable' })
  expect(fields).not.toHaveProperty('deadLettersSync')
  expect(Object.keys(measured)).not.toContain('tenantpilot.dead_letters sync')
})

test('while the database is silent, the dead letters are told all the same', async () => {
  services.toDatabase.silence()
  const fields = await report()
  services.speakAgain()
  expect(fields).toMatchObject({ ...pass, deadLettersSync: 0, deadLettersInteractive: 0, code: 'db.unavailable' })
  expect(fields).not.toHaveProperty('waiting')
})
