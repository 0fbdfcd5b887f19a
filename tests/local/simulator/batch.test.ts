import { ManualClock } from '../../../local/clock'
import { type Answered, type Running, list, start } from './harness'

interface Answer {
  id: string
  status: number
  headers: Record<string, string>
  body: Answered
}

interface Inner {
  id: string
  method: string
  url: string
  dependsOn?: string[]
}

const gets = (n: number, url: string): Inner[] =>
  Array.from({ length: n }, (_, i) => ({ id: String(i), method: 'GET', url }))

async function send(simulator: Running, requests: unknown) {
  const token = String((await simulator.token()).json.access_token)
  const options = { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }
  const reply = await simulator.call('/beta/$batch', options, JSON.stringify({ requests }))
  return { ...reply, responses: (reply.json?.responses ?? []) as Answer[] }
}

const policies = '/deviceManagement/configurationPolicies'

test('each of twenty requests gets its own response, in another order', async () => {
  const simulator = await start()
  const some = (await simulator.all(list)).slice(0, 19)
  const requests = [
    ...some.map(({ id }, i) => ({ id: String(i), method: 'GET', url: `${policies}/${id}/settings?$top=1000` })),
    { id: 'missing', method: 'GET', url: `${policies}/nothing` },
  ]
  const { status, responses } = await send(simulator, requests)
  expect(status).toBe(200)
  expect(responses.map(({ id }) => id)).not.toEqual(requests.map(({ id }) => id))
  for (const [i, policy] of some.entries()) {
    const answer = responses.find(({ id }) => id === String(i))!
    expect(answer).toMatchObject({ status: 200, headers: { 'Content-Type': 'application/json' } })
    expect(answer.body.value).toHaveLength(policy['settingCount'])
  }
  expect(responses.find(({ id }) => id === 'missing')).toMatchObject({
    status: 400,
    body: { error: { code: 'ResourceNotFound' } },
  })
})

test('a response inside a batch has its own nextLink', async () => {
  const simulator = await start()
  const { responses } = await send(simulator, gets(1, policies))
  const { value, '@odata.nextLink': link } = responses[0]!.body
  expect([...value, ...(await simulator.all(link))]).toEqual(await simulator.all(list))
})

test('each request inside a batch counts for throttling and gets its own 429', async () => {
  const simulator = await start({ throttle: 'tight', clock: new ManualClock() })
  simulator.control.resetStats()
  const rounds = []
  for (let i = 0; i < 4; i++) rounds.push(await send(simulator, gets(20, `${policies}?$top=1`)))
  expect(rounds.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(
    rounds
      .slice(0, 3)
      .flatMap(({ responses }) => responses)
      .every(({ status }) => status === 200),
  ).toBe(true)
  for (const { status, headers, body } of rounds[3]!.responses)
    expect({ status, headers, body }).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '2' },
      body: { error: { code: 'TooManyRequests' } },
    })
  expect(simulator.control.stats()).toMatchObject({ http: 4, operations: 80, batches: 4 })
})

test('a fault hits the matching request inside a batch, and the whole batch only when it matches `batch`', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'status', status: 503, retryAfter: 4, match: 'top=2$' })
  const requests = [1, 2, 3].map((n) => ({ id: String(n), method: 'GET', url: `${policies}?$top=${n}` }))
  const { responses } = await send(simulator, requests)
  expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual({ 1: 200, 2: 503, 3: 200 })
  expect(responses.find(({ id }) => id === '2')!.headers['Retry-After']).toBe('4')
  simulator.control.addFault({ kind: 'status', status: 504, match: 'batch' })
  expect((await send(simulator, requests)).status).toBe(504)
})

test('a request that depends on a failed one fails with 424', async () => {
  const simulator = await start()
  const { responses } = await send(simulator, [
    { id: 'bad', method: 'GET', url: `${policies}/nothing` },
    { id: 'after', method: 'GET', url: policies, dependsOn: ['bad'] },
    { id: 'good', method: 'GET', url: policies },
    { id: 'next', method: 'GET', url: policies, dependsOn: ['good'] },
  ])
  const statuses = Object.fromEntries(responses.map(({ id, status }) => [id, status]))
  expect(statuses).toEqual({ bad: 400, after: 424, good: 200, next: 200 })
})

test.each([
  ['more than 20', gets(21, policies)],
  ['no requests', []],
  ['two of one id', [...gets(1, policies), ...gets(1, policies)]],
  ['one without url', [{ id: '1', method: 'GET' }]],
  ['one that depends on a later one', [{ id: '1', method: 'GET', url: policies, dependsOn: ['2'] }]],
  ['no list', 'nonsense'],
])('a batch with %s is 400', async (_, requests) => {
  const simulator = await start()
  expect(await send(simulator, requests)).toMatchObject({ status: 400, json: { error: { code: 'BadRequest' } } })
})
