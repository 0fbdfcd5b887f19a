import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Broker, startBroker } from '../../local/broker/broker'
import type { BrokerInfo } from '../../local/broker/main'
import { startComponent } from '../../local/component'
import { mainOf } from '../../local/stack/parts'
import { type Finding, tell } from '../../cli/doctor/check'
import type { Bus } from '../../cli/doctor/installation'
import { judgeQueue } from '../../cli/doctor/queue-properties'
import { queueLooks } from '../../cli/doctor/queues'
import { startTcpProxy } from '../support/tcp-proxy'
import { configOf, queueName } from '../local/broker/harness'
import { bury } from './dead-letters'

let broker: Broker
afterEach(() => broker.stop())

const start = async (properties: Parameters<typeof configOf>[0] = {}) => {
  broker = await startBroker({ port: 0, config: configOf({ MaxDeliveryCount: 10, ...properties }) })
}

const busOf = (connectionString = broker.connectionString): Bus => ({
  place: { connectionString },
  certificate: broker.certificate,
})

/** What is told of a queue, by name of the check without the queue's. `withinMs`: so long nothing may be silent. */
async function look(bus: Bus | undefined, queue = queueName, withinMs = 10_000): Promise<Record<string, Finding>> {
  const looks = queueLooks(bus, queue).map((each) => tell({ ...each, withinMs }, new AbortController().signal))
  const told = (await Promise.all(looks)).flat()
  expect(JSON.stringify(told)).not.toMatch(/SAS_KEY_VALUE|hunter2/)
  return Object.fromEntries(told.map(({ name, ...finding }) => [name.replace(` ${queue}`, ''), finding]))
}

test('a queue that is as it must be is ok, and its messages are counted', async () => {
  await start()
  const said = await look(busOf())
  expect(Object.values(said).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok'])
  expect(said['messages of']!.says).toBe('0 are active, 0 are dead letters.')
})

test('a queue of a stack by identity is ok too: its broker has a certificate of the authority of the stack', async () => {
  await start()
  const certificates = await mkdtemp(join(tmpdir(), 'doctor-'))
  const part = await startComponent<BrokerInfo>(mainOf('broker'), { port: 0, certificates })
  const { connectionString, certificate } = part.info
  const said = await look({ place: { connectionString }, certificate }, 'intune-sync-queue')
  await part.stop()
  await rm(certificates, { recursive: true })
  expect(Object.values(said).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok'])
})

test('dead letters are a warning', async () => {
  await start()
  await bury(broker, [{ body: 'a' }, { body: 'b' }], { to: queueName })
  expect((await look(busOf()))['messages of']).toEqual({
    state: 'warning',
    says: '0 are active, 2 are dead letters.',
    remedy: 'Look at them: dlq list.',
  })
})

test.each([
  [{ RequiresSession: true }, 'failed', /^sessions are on/, /^make the queue anew/],
  [{ RequiresDuplicateDetection: true }, 'failed', /^duplicate detection is on/, /^make the queue anew/],
  [{ EnablePartitioning: true }, 'failed', /^it is partitioned/, /^make the queue anew/],
  [{ Status: 'Disabled' as const }, 'failed', /^its status is Disabled\.$/, /--status Active\.$/],
  [{ LockDuration: 'PT30S' }, 'warning', /^its lock lasts PT30S, not PT1M\.$/, /--lock-duration PT1M/],
  [{ MaxDeliveryCount: 3 }, 'warning', /^it delivers 3 times, not 10\.$/, /^az .*--max-delivery-count 10\.$/],
])('a queue with %j is not ok', async (properties, state, says, remedy) => {
  await start(properties)
  const said = await look(busOf())
  expect(said.queue).toEqual({ state, says: expect.stringMatching(says), remedy: expect.stringMatching(remedy) })
  expect(said['messages of']!.state).toBe('ok')
  const isOpen = state === 'warning'
  expect(said['receiving from']!.state).toBe(isOpen ? 'ok' : 'failed')
})

test('all that is wrong is told at once', async () => {
  await start({ RequiresSession: true, EnablePartitioning: true, LockDuration: 'PT5M' })
  const { queue } = await look(busOf())
  expect(queue!.says).toMatch(/^sessions are on: [^;]*; it is partitioned: [^;]*; its lock lasts PT5M, not PT1M\.$/)
  expect(queue!.remedy).toMatch(/^make the queue anew [^;]*; az servicebus queue update .*PT1M/)
})

test.each(['PT1M', 'PT60S', 'P0DT1M0S'])('a lock of %s is a minute', (lockDuration) => {
  const others = { requiresSession: false, requiresDuplicateDetection: false, enablePartitioning: false }
  expect(judgeQueue('q', { ...others, lockDuration, maxDeliveryCount: 10, status: 'Active' }).state).toBe('ok')
})

test('a queue that is missing is told, and how to make it', async () => {
  await start()
  const said = await look(busOf(), 'nowhere')
  expect(said.queue).toEqual({
    state: 'failed',
    says: 'There is no such queue.',
    remedy: expect.stringMatching(/az servicebus queue create .* -n nowhere .*--enable-session false/),
  })
  expect(said['messages of']).toMatchObject({ state: 'not checked', remedy: 'See "queue nowhere".' })
  expect(said['receiving from']).toMatchObject({ state: 'failed', says: 'There is no such queue.' })
})

test('who may not read the properties is told the command of a Reader; receiving is tried all the same', async () => {
  await start({ RequiresSession: false })
  const said = await look(busOf(broker.connectionString.replace('RootManageSharedAccessKey', 'SendListen')))
  expect(said.queue).toEqual({
    state: 'not checked',
    says: expect.stringMatching(/^It cannot be told: .* the right Manage/),
    remedy: expect.stringMatching(/az servicebus queue show .* -n work --query "\{sessions:requiresSession,/),
  })
  expect(said['messages of']!.state).toBe('not checked')
  expect(said['receiving from']!.state).toBe('ok')
})

test('who may not receive is told the role; the key is in no word', async () => {
  await start()
  const said = await look(busOf(broker.connectionString.replace('SAS_KEY_VALUE', 'hunter2')))
  expect(said.queue).toMatchObject({ state: 'not checked', says: expect.stringContaining('this caller') })
  expect(said['receiving from']).toEqual({
    state: 'warning',
    says: expect.stringContaining('refuses access to work'),
    remedy: expect.stringContaining('Azure Service Bus Data Receiver'),
  })
})

test('a broker that is away, or that is not trusted, has failed', async () => {
  await start()
  const untrusted = await look({ ...busOf(), certificate: undefined })
  expect(untrusted.queue).toMatchObject({ state: 'failed', says: expect.stringContaining('self-signed certificate') })
  expect(untrusted['receiving from']!.state).toBe('ok')
  await broker.pause()
  const away = await look(busOf())
  expect(away.queue).toMatchObject({ state: 'failed', says: expect.stringContaining('ECONNREFUSED') })
  expect(away['receiving from']!.state).toBe('failed')
})

test('a silent broker is told once its time is over', async () => {
  await start()
  const proxy = await startTcpProxy({ port: broker.port })
  proxy.silence()
  const said = await look(busOf(broker.connectionString.replace(`:${broker.port}`, `:${proxy.port}`)), queueName, 200)
  const silent = { state: 'failed', says: 'There was no answer within 0.2 s.' }
  expect(said).toMatchObject({ queue: silent, 'messages of': { state: 'not checked' }, 'receiving from': silent })
  expect(proxy.opened()).toBeGreaterThanOrEqual(2)
  await proxy.close()
})

test('without the name of a Service Bus nothing is looked at, and it is said what to set', async () => {
  await start()
  for (const name of ['queue', 'receiving from'])
    expect((await look(undefined))[name]).toMatchObject({
      state: 'not checked',
      remedy: expect.stringContaining('TENANTPILOT_SERVICEBUS'),
    })
})
