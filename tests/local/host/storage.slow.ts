import { BlobServiceClient } from '@azure/storage-blob'
import { ManualClock } from '../../../local/clock'
import type { HostOptions } from '../../../local/host/host'
import { freePort } from '../../../local/ports'
import { eventually, hostFor, startAzurite, storageAt, type TestHost } from './harness'

interface Timer {
  isPastDue: boolean
  schedule: { adjustForDST: boolean }
  scheduleStatus: { last: string; next: string; lastUpdated: string } | null
}

const start = Date.UTC(2026, 0, 1, 10, 0, 30)
const minute = 60_000
let azurite: Awaited<ReturnType<typeof startAzurite>>
let hosts: TestHost[] = []
let ids = 0

beforeAll(async () => {
  azurite = await startAzurite()
}, 60_000)
afterAll(() => azurite?.stop())
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.stop()))
  hosts = []
})

function newId(): string {
  return `host-${++ids}`
}

async function host(hostId: string, options: Partial<HostOptions> = {}): Promise<TestHost> {
  const settings = { AzureWebJobsStorage: azurite.connectionString, AzureFunctionsWebHost__hostid: hostId }
  const host = await hostFor({ settings, graceMs: 200, ...options })
  hosts.push(host)
  return host
}

function runs({ lines }: TestHost, name: string): Timer[] {
  const found = lines.flatMap((line) => new RegExp(`app {2}${name} ({.*)$`).exec(line)?.[1] ?? [])
  return found.map((text) => JSON.parse(text) as Timer)
}

async function runsOf(host: TestHost, name: string, count: number): Promise<Timer[]> {
  await eventually(() => runs(host, name).length >= count, `${count} runs of ${name} in ${host.lines.join('\n')}`)
  return runs(host, name)
}

function container(name: string) {
  return BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(name)
}

async function read(path: string, from = 'azure-webjobs-hosts'): Promise<Record<string, unknown> | undefined> {
  const blob = container(from).getBlobClient(path)
  if (!(await blob.exists())) return undefined
  const text = (await blob.downloadToBuffer()).toString()
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined // Azurite was read while it wrote
  }
}

const statusOf = (id: string, name = 'tick') => read(`timers/${id}/Host.Functions.${name}/status`)

test('a timer runs on its schedule, also after an error; its status is stored where the real host stores it', async () => {
  const clock = new ManualClock(start)
  const id = newId()
  const one = await host(id, { clock })
  const first = await eventually(() => statusOf(id), 'the first status')
  expect(first).toEqual({
    Last: '0001-01-01T00:00:00',
    Next: '2026-01-01T10:01:00.000Z',
    LastUpdated: '2026-01-01T10:00:30.000Z',
  })
  clock.advance(30_000)
  const [run] = await runsOf(one, 'tick', 1)
  expect(run).toEqual({
    schedule: { adjustForDST: true },
    scheduleStatus: { last: '0001-01-01T00:00:00', next: first.Next, lastUpdated: first.LastUpdated },
    isPastDue: false,
  })
  await eventually(async () => (await statusOf(id))?.Next === '2026-01-01T10:02:00.000Z', 'the second status')
  await eventually(() => {
    clock.advance(1000)
    return runs(one, 'tick').length === 2
  }, 'the second run')
  expect(runs(one, 'tick')[1]).toMatchObject({ isPastDue: false, scheduleStatus: { last: '2026-01-01T10:01:00.000Z' } })
  expect(one.lines.filter((l) => l.includes('a timer that fails goes on')).length).toBeGreaterThan(0)
})

test('occurrences missed while no host ran cause one late run', async () => {
  const clock = new ManualClock(start)
  const id = newId()
  const one = await host(id, { clock })
  await eventually(() => statusOf(id), 'the first status')
  await one.stop()
  clock.advance(5 * minute)
  const two = await host(id, { clock })
  clock.advance(1)
  const [late] = await runsOf(two, 'tick', 1)
  expect(late).toMatchObject({ isPastDue: true, scheduleStatus: { next: '2026-01-01T10:01:00.000Z' } })
  await eventually(async () => (await statusOf(id))?.Next === '2026-01-01T10:06:00.000Z', 'the next occurrence')
  expect(runs(two, 'tick')).toHaveLength(1)
})

test('a timer that runs more than once a minute stores no status, and runOnStartup runs at start', async () => {
  const clock = new ManualClock(start)
  const id = newId()
  const one = await host(id, { clock })
  clock.advance(1)
  const [eager] = await runsOf(one, 'eager', 1)
  expect(eager).toMatchObject({ isPastDue: false })
  clock.advance(10_000)
  const [often] = await runsOf(one, 'often', 1)
  expect(often).toEqual({ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false })
  expect(await statusOf(id, 'often')).toBeUndefined()
})

test('only one of two hosts with the same id runs the timer; the other takes over when it stops', async () => {
  const clock = new ManualClock(start)
  const id = newId()
  const one = await host(id, { clock })
  await eventually(() => statusOf(id), 'the first status')
  const two = await host(id, { clock })
  expect(two.lines).toContainEqual(expect.stringContaining('timer tick: another host holds its lease'))
  const blob = container('azure-webjobs-hosts').getBlobClient(`locks/${id}/Host.Functions.tick.Listener`)
  expect((await blob.getProperties()).leaseState).toBe('leased')
  clock.advance(30_000)
  await runsOf(one, 'tick', 1)
  await one.stop()
  expect(runs(two, 'tick')).toHaveLength(0)
  clock.advance(30_000) // the other host tries again after 60 s
  clock.advance(1)
  await eventually(() => {
    clock.advance(1000)
    return runs(two, 'tick').length > 0
  }, 'the other host')
})

test('a run by hand does not change the schedule', async () => {
  const clock = new ManualClock(start)
  const id = newId()
  const one = await host(id, { clock })
  const before = await eventually(() => statusOf(id), 'the first status')
  const run = (name: string, key: string) =>
    one.get(`/admin/functions/${name}`, { method: 'POST', headers: { 'x-functions-key': key }, body: '{}' })
  expect((await run('tick', one.key)).status).toBe(401)
  expect((await run('nobody', one.masterKey)).status).toBe(404)
  expect((await run('echo', one.masterKey)).status).toBe(400)
  expect((await run('TICK', one.masterKey)).status).toBe(202)
  const [byHand] = await runsOf(one, 'tick', 1)
  expect(byHand).toMatchObject({ isPastDue: false, scheduleStatus: { next: before.Next } })
  await eventually(() => one.lines.some((l) => l.includes('tick  error')), 'the end of the run')
  expect(await statusOf(id)).toEqual(before)
})

test('the keys are stored where the real host stores them, and stay the same', async () => {
  const id = newId()
  const one = await host(id, { key: 'first-key' })
  const stored = await read(`${id}/host.json`, 'azure-webjobs-secrets')
  expect(stored).toEqual({
    masterKey: { name: 'master', value: one.masterKey, encrypted: false },
    functionKeys: [{ name: 'default', value: 'first-key', encrypted: false }],
    systemKeys: [],
  })
  const own = (await read(`${id}/locked.json`, 'azure-webjobs-secrets')) as { keys: { value: string }[] } | undefined
  const ask = (name: string) => one.get(`/api/${name}?code=${own?.keys[0]?.value}`)
  expect([(await ask('locked')).status, (await ask('sealed')).status]).toEqual([200, 401])
  await one.stop()
  const two = await host(id, { key: 'another-key' })
  expect([two.key, two.masterKey]).toEqual(['first-key', one.masterKey])
})

test.each([
  ['missing', {}, 'AzureWebJobsStorage is not set'],
  ['wrong', { AzureWebJobsStorage: 'nonsense' }, 'AzureWebJobsStorage is no storage connection string'],
  ['an identity', { AzureWebJobsStorage__accountName: 'a' }, 'locally set AzureWebJobsStorage to a connection string'],
])('with storage that is %s, what needs none runs', async (_, settings, why) => {
  const clock = new ManualClock(start)
  const one = await host(newId(), { clock, settings: { AzureWebJobsStorage: '', ...settings }, key: 'mine' })
  const logged = (text: string) => one.lines.filter((l) => l.includes(text) && l.includes(why))
  expect(logged('warning  unhealthy, function keys and timers need the storage')).toHaveLength(1)
  expect(logged('error  the listener of function tick was unable to start')).toHaveLength(1)
  expect([one.key, one.masterKey]).toEqual(['', ''])

  const status = async (path: string, key?: string) =>
    (await one.get(path, key ? { headers: { 'x-functions-key': key } } : {})).status
  expect([await status('/api/pid'), await status('/api/locked')]).toEqual([200, 401])
  // a key cannot be checked, and each given one is
  expect([await status('/api/pid', 'mine'), await status('/api/locked', 'mine')]).toEqual([500, 500])
  expect(await status('/admin/host/status', 'mine')).toBe(500)
  expect(logged('error  no key can be checked')).toHaveLength(3)

  clock.advance(2 * minute)
  await runsOf(one, 'often', 1) // stores no status, and nobody else can hold its lock
  expect(runs(one, 'tick')).toEqual([])
})

test('with storage that cannot be reached no timer runs, and keys and timers come with it', async () => {
  const clock = new ManualClock(start)
  const port = await freePort()
  const one = await host(newId(), { clock, settings: { AzureWebJobsStorage: storageAt(port) }, key: 'mine' })
  const logged = (text: string) => one.lines.filter((l) => l.includes(text)).length
  const locked = async () => (await one.get('/api/locked?code=mine')).status
  expect(logged('unhealthy, function keys and timers need the storage: AzureWebJobsStorage cannot be reached')).toBe(1)
  for (const name of ['tick', 'often', 'eager'])
    expect(logged(`error  the listener of function ${name} was unable to start`)).toBe(1)
  expect(await locked()).toBe(500)
  clock.advance(2000)
  await eventually(() => logged('the listener of function tick was unable to start') === 2, 'the second try')
  const storage = await startAzurite(port)
  try {
    clock.advance(4000)
    await eventually(() => logged('the listener of function tick has started') === 1, 'the third try')
    expect(await locked()).toBe(200)
    await eventually(() => {
      clock.advance(1000)
      return runs(one, 'tick').length > 0
    }, 'a run')
    await one.stop()
  } finally {
    await storage.stop()
  }
})

test('a timer goes on in memory when its storage is lost; the log says so once', async () => {
  const clock = new ManualClock(start)
  const storage = await startAzurite()
  const one = await host(newId(), { clock, settings: { AzureWebJobsStorage: storage.connectionString } })
  await storage.stop()
  for (const count of [1, 2]) {
    await eventually(() => {
      clock.advance(1000)
      return runs(one, 'tick').length >= count
    }, `run ${count}`)
  }
  expect(one.lines.filter((l) => l.includes('timer tick: no storage, its status is kept in memory only'))).toHaveLength(
    1,
  )
})
