import { ManualClock } from '../../../local/clock'
import { base, list, start, tenantId } from './harness'

const burst = (n: number, one: () => Promise<{ status: number }>) =>
  Promise.all(Array.from({ length: n }, one)).then((replies) => replies.map(({ status }) => status))

const count = (statuses: number[], status: number) => statuses.filter((one) => one === status).length

test('1,000 requests in 20 s are answered, the next one is refused until the window has moved', async () => {
  const clock = new ManualClock()
  const simulator = await start({ throttle: 'documented', clock })
  const read = () => simulator.get(`${base}/configurationSettings/nothing`)
  expect(count(await burst(1000, read), 404)).toBe(1000)
  const refused = await read()
  expect(refused).toMatchObject({ status: 429, json: { error: { code: 'TooManyRequests' } } })
  expect(refused.headers['retry-after']).toBe('20')
  clock.advance(19_000)
  expect((await read()).headers['retry-after']).toBe('1')
  clock.advance(1000)
  expect((await read()).status).toBe(404)
  // the two refused requests counted too and are not yet 20 s old
  expect(count(await burst(997, read), 404)).toBe(997)
})

test('a refused request counts, so a client that does not wait stays refused', async () => {
  const clock = new ManualClock()
  const simulator = await start({ throttle: 'tight', clock })
  const read = () => simulator.get(`${base}/configurationSettings/nothing`)
  expect(count(await burst(60, read), 404)).toBe(60)
  for (let i = 0; i < 5; i++) {
    clock.advance(2500)
    expect(count(await burst(60, read), 429)).toBeGreaterThan(0)
  }
  const { headers } = await read()
  expect(headers['retry-after']).toBe('2')
})

test('each tenant has its own limits', async () => {
  const other = 'bbbbbbbb-0000-4000-8000-00000000000b'
  const simulator = await start({
    throttle: 'tight',
    clock: new ManualClock(),
    tenants: [tenantId, other].map((entraTenantId) => ({ entraTenantId, policies: 4, seed: 1 })),
  })
  const token = String((await simulator.token({}, other)).json.access_token)
  expect(count(await burst(61, () => simulator.get(list)), 429)).toBe(1)
  expect((await simulator.get(list, token)).status).toBe(200)
})

test('writes have their own limit, a tenth of the limit for reads', async () => {
  const simulator = await start({ throttle: 'documented', clock: new ManualClock() })
  const token = String((await simulator.token()).json.access_token)
  const write = () => simulator.call(list, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
  expect(count(await burst(101, write), 429)).toBe(1)
  expect((await simulator.get(list, token)).status).toBe(200)
})

test('status faults hit `count` matching requests, with and without Retry-After', async () => {
  const simulator = await start()
  for (const status of [403, 404, 429, 500, 502, 503, 504]) {
    simulator.control.addFault({ kind: 'status', status })
    const { status: answered, json, headers } = await simulator.get(list)
    expect({ answered, retryAfter: headers['retry-after'] }).toEqual({ answered: status, retryAfter: undefined })
    expect(json.error.code).toEqual(expect.any(String))
    expect((await simulator.get(list)).status).toBe(200)
  }
  simulator.control.addFault({ kind: 'status', status: 429, retryAfter: 7, count: 2, match: 'skiptoken', skip: 1 })
  const { '@odata.nextLink': link } = (await simulator.get(list)).json
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push((await simulator.get(link)).status)
  expect(statuses).toEqual([200, 429, 429, 200])
  expect(simulator.control.stats().faults).toEqual({ status: 9 })
  expect(simulator.control.faults()).toEqual([])
})

test('forMs ends a fault, `every` hits each n-th request, and clearing removes all faults', async () => {
  const clock = new ManualClock()
  const simulator = await start({ clock })
  simulator.control.addFault({ kind: 'status', status: 503, forMs: 1000, every: 2, tenant: tenantId.toUpperCase() })
  const statuses = async (n: number) => {
    const found = []
    for (let i = 0; i < n; i++) found.push((await simulator.get(list)).status)
    return found
  }
  expect(await statuses(4)).toEqual([503, 200, 503, 200])
  clock.advance(1000)
  expect(await statuses(2)).toEqual([200, 200])
  simulator.control.addFault({ kind: 'status', status: 500, count: 5 })
  simulator.control.addFault({ kind: 'status', status: 500, count: 5, tenant: 'another' })
  expect(await statuses(1)).toEqual([500])
  simulator.control.clearFaults()
  expect(await statuses(1)).toEqual([200])
})

test('a dropped answer ends in the middle', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'drop' })
  await expect(simulator.get(list)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect((await simulator.get(list)).status).toBe(200)
})

test('malformed and HTML answers have status 200', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'malformed' })
  const broken = await simulator.get(list)
  expect(broken).toMatchObject({ status: 200, json: undefined, text: expect.stringMatching(/^\{"@odata/) })
  simulator.control.addFault({ kind: 'html' })
  const html = await simulator.get(list)
  expect(html).toMatchObject({ status: 200, headers: { 'content-type': 'text/html' } })
})

test('an empty page loses nothing; a repeated link is that of its own page; a foreign link has another host', async () => {
  const simulator = await start()
  const whole = (await simulator.all(list)).length
  simulator.control.addFault({ kind: 'emptyPage', match: 'skiptoken' })
  const pages = await simulator.pages(list)
  expect(pages[1]!.value).toEqual([])
  expect(pages.flatMap(({ value }) => value)).toHaveLength(whole)
  simulator.control.addFault({ kind: 'repeatedNextLink', match: 'skiptoken' })
  const link = String((await simulator.get(list)).json['@odata.nextLink'])
  expect((await simulator.get(link)).json['@odata.nextLink']).toBe(link)
  expect((await simulator.get(link)).json['@odata.nextLink']).not.toBe(link)
  simulator.control.addFault({ kind: 'foreignNextLink' })
  const foreign = new URL(String((await simulator.get(list)).json['@odata.nextLink']))
  expect(foreign.host).toBe('graph.simulator.invalid')
})

test('a slow fault delays one answer, a latency delays all', async () => {
  const simulator = await start()
  const duration = async () => {
    const startedAt = performance.now()
    await simulator.get(list)
    return performance.now() - startedAt
  }
  await duration()
  simulator.control.addFault({ kind: 'slow', ms: 40 })
  expect(await duration()).toBeGreaterThan(38)
  simulator.control.behave({ latencyMs: 30 })
  expect(await duration()).toBeGreaterThan(28)
})

test('an invalid fault is rejected with a message', async () => {
  const { control } = await start()
  expect(() => control.addFault({ kind: 'nonsense' as 'drop' })).toThrow('unknown fault kind nonsense')
  expect(() => control.addFault({ kind: 'status', status: 200 })).toThrow('from 400 to 599')
  expect(() => control.addFault({ kind: 'tokenError' })).toThrow('needs a code')
  expect(() => control.addFault({ kind: 'drop', match: '(' })).toThrow('Invalid regular expression')
})

test('every request is counted by path and answer; concurrency and rate are measured', async () => {
  const clock = new ManualClock()
  const simulator = await start({ clock })
  const [policy] = await simulator.all(`${list}?$top=1`)
  await burst(8, () => simulator.get(`${list}?$top=1`)) // opens all connections
  clock.advance(1000)
  simulator.control.resetStats()
  expect(simulator.control.stats()).toMatchObject({ http: 0, operations: 0, byPath: {}, maxConcurrent: 0 })
  simulator.control.behave({ latencyMs: 30 })
  simulator.control.addFault({ kind: 'drop', match: 'assignments' })
  await burst(8, () => simulator.get(`${list}/${policy!.id}/settings`))
  clock.advance(1000)
  await simulator.get(`${list}/nothing`)
  await simulator.call(list)
  await expect(simulator.get(`${list}/${policy!.id}/assignments`)).rejects.toThrow('aborted')
  expect(simulator.control.stats()).toMatchObject({
    http: 11,
    operations: 10,
    byTenant: { [tenantId]: 10 },
    byPath: {
      'GET /beta/deviceManagement/configurationPolicies/{id}/settings': { 200: 8 },
      'GET /beta/deviceManagement/configurationPolicies/{id}': { 400: 1 },
      'GET /beta/deviceManagement/configurationPolicies/{id}/assignments': { dropped: 1 },
      'without a valid token': { 401: 1 },
    },
    maxConcurrent: 8,
    maxPerSecond: 8,
  })
})
