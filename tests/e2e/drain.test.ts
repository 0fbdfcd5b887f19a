import { ManualClock } from '../../local/clock'
import { type Backend, startBackend } from '../support/backend'
import { testUnless } from '../support/emulator/differences'
import { until } from '../support/until'

const brokerTest = testUnless('status')

const queues = ['intune-sync-queue', 'intune-operations-queue']
let backend: Backend
let clock: ManualClock
afterEach(() => backend.stop())

const setStatus = (status: 'Active' | 'ReceiveDisabled') => {
  for (const queue of queues) backend.broker.setStatus(queue, status)
}
const tenantPath = (rest: string) => `tenants/${backend.database.tenant.externalId}/${rest}`
const statusOf = async (runId: string) => (await backend.call('GET', tenantPath(`runs/${runId}`))).body.status as string

brokerTest('drained: what works ends, what is started waits and is not lost, and all goes on afterwards', async () => {
  clock = new ManualClock(Date.now())
  backend = await startBackend({ content: { policies: 60, seed: 5 }, clock })
  const { sql } = backend.database
  const first = (await backend.call('POST', tenantPath('sync'))).body.runId as string
  await until('it works', async () => (await sql`select 1 from run_items limit 3`).length === 3)
  setStatus('ReceiveDisabled')

  await until('what works ends', async () => (await statusOf(first)) === 'succeeded')
  const started = await backend.call('POST', tenantPath('verify'))
  expect(started.status).toBe(202)
  const second = started.body.runId as string
  await until('its message is sent', async () => (await backend.broker.queue(queues[1]!)).active === 1)
  // what docs/operating.md says is seen meanwhile
  expect(await backend.call('POST', 'ops/tick')).toMatchObject({ status: 200, body: { status: 'succeeded' } })
  expect(await statusOf(second)).toBe('queued')
  await until('it is not ready', async () => (await backend.send('GET', 'health/ready')).status === 503)
  expect(await backend.call('GET', 'worker-health')).toMatchObject({ status: 200, body: { queue: { waiting: 1 } } })

  setStatus('Active')
  await until('what waited ends', async () => (await statusOf(second)) === 'succeeded')
  clock.advance(60_000) // the lock of the first message, which could not be completed
  await until('nothing is left', async () => {
    const { active, locked, deadLettered } = await backend.broker.queue(queues[0]!)
    return active + locked + deadLettered === 0
  })
  expect((await backend.call('GET', tenantPath(`runs/${first}`))).body).toMatchObject({
    status: 'succeeded',
    attempt: 1,
  })
})
