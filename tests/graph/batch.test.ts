import type { GraphRequest } from '../../src/graph/types'
import { failure, open, policies, until } from './support/open'
import { inTurn, type Received, type Reply } from './support/server'

interface Inner {
  id: string
  method: string
  url: string
}

const inner = ({ body }: Received): Inner[] => (body as { requests: Inner[] }).requests
const requests = (count: number): GraphRequest[] =>
  Array.from({ length: count }, (_, i) => ({
    ...policies,
    path: `${policies.path}/${i}/settings`,
    query: { $top: '5' },
  }))
const indexOf = ({ url }: Inner) => Number(url.split('/')[3])

interface InnerReply {
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

/** Answers each inner request, in reverse order. `undefined` leaves an answer out. */
function reversed(answer: (index: number, round: number) => InnerReply | undefined) {
  const rounds = new Map<number, number>()
  return (request: Received): Reply => {
    const responses = inner(request).flatMap((entry) => {
      const index = indexOf(entry)
      const round = rounds.get(index) ?? 0
      rounds.set(index, round + 1)
      const reply = answer(index, round)
      return reply ? [{ id: entry.id, status: 200, body: { index }, ...reply }] : []
    })
    return { json: { responses: responses.toReversed() } }
  }
}

const ids = (request: Received | undefined) => (request ? inner(request).map(indexOf) : [])

test('GETs are sent in batches of 20, and the answers have the order of the requests', async () => {
  await using rig = await open(reversed(() => ({})))

  const answers = await rig.graph.batch(requests(45))
  expect(answers).toEqual(Array.from({ length: 45 }, (_, index) => ({ status: 200, body: { index } })))
  expect(rig.server.received.map((r) => inner(r).length)).toEqual([20, 20, 5])
  const [first] = rig.server.received
  expect(first).toMatchObject({ method: 'POST', url: '/beta/$batch' })
  expect(first && inner(first)[3]).toMatchObject({
    method: 'GET',
    url: '/deviceManagement/configurationPolicies/3/settings?$top=5',
  })
  expect(rig.graph.metrics).toMatchObject({ requests: 45, retries: 0 })
})

test('without requests nothing is sent', async () => {
  await using rig = await open(inTurn({ json: {} }))
  expect(await rig.graph.batch([])).toEqual([])
  expect(rig.server.received).toHaveLength(0)
})

test('each version has its own batch', async () => {
  await using rig = await open(reversed(() => ({})))

  const mixed = requests(4).map((request, i) => ({ ...request, version: i % 2 === 0 ? 'beta' : 'v1.0' }) as const)
  const answers = await rig.graph.batch(mixed)
  expect(answers.map((answer) => answer.body)).toEqual([{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }])
  expect(new Set(rig.server.received.map((r) => r.url))).toEqual(new Set(['/beta/$batch', '/v1.0/$batch']))
})

test('a throttled inner request is sent again alone, after its Retry-After', async () => {
  const announced: number[] = []
  const script = reversed((index, round) =>
    index === 2 && round === 0 ? { status: 429, headers: { 'Retry-After': '9' }, body: {} } : {},
  )
  await using rig = await open(script, { session: { onThrottled: (ms) => announced.push(ms) } })

  const answers = await rig.graph.batch(requests(5))
  expect(answers[2]).toEqual({ status: 200, body: { index: 2 } })
  expect(ids(rig.server.received[1])).toEqual([2])
  expect(announced).toEqual([9_000])
  expect(rig.graph.metrics).toMatchObject({ requests: 6, retries: 1, throttledMs: 9_000 })
})

test('the longest Retry-After is waited for, and a 429 without one backs off', async () => {
  const announced: number[] = []
  const script = reversed((index, round) => {
    if (round > 0) return {}
    return { status: 429, body: {}, headers: index === 1 ? { 'retry-after': '3' } : {} }
  })
  await using rig = await open(script, { session: { onThrottled: (ms) => announced.push(ms) } })

  await rig.graph.batch(requests(3))
  expect(announced).toEqual([3_000])
  expect(ids(rig.server.received[1])).toEqual([0, 1, 2])
})

test('inner 5xx and missing answers are sent again after a pause', async () => {
  await using rig = await open(
    reversed((index, round) => {
      if (index === 0 && round < 2) return { status: 504, body: {} }
      if (index === 3 && round === 0) return undefined
      if (index === 4 && round === 0) return { body: 'PGh0bWw+' } // Base64: not JSON
      return {}
    }),
  )

  const answers = await rig.graph.batch(requests(5))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200])
  expect(rig.server.received.map(ids)).toEqual([[0, 1, 2, 3, 4], [0, 3, 4], [0]])
  expect(rig.clock.waits).toEqual([750, 1_500])
})

test('404, 403 and 400 are answers at once, and a 5xx after five attempts', async () => {
  const statuses = [404, 403, 400, 500]
  await using rig = await open(
    reversed((index) => ({ status: statuses[index] ?? 200, body: { error: { code: 'x' } } })),
  )

  const answers = await rig.graph.batch(requests(4))
  expect(answers.map((answer) => answer.status)).toEqual(statuses)
  expect(rig.server.received.map(ids)).toEqual([[0, 1, 2, 3], [3], [3], [3], [3]])
})

test('an answer that is missing in every attempt is an error', async () => {
  await using rig = await open(reversed((index) => (index === 1 ? undefined : {})))

  expect(await failure(rig.graph.batch(requests(2)))).toMatchObject({ code: 'graph.malformed' })
  expect(rig.server.received).toHaveLength(5)
})

test('in a body without answers all of them are missing', async () => {
  await using rig = await open(inTurn({ json: { responses: 'none' } }))

  expect(await failure(rig.graph.batch(requests(2)))).toMatchObject({ code: 'graph.malformed' })
})

test('endless inner 429s end as throttled', async () => {
  await using rig = await open(reversed(() => ({ status: 429, headers: { 'Retry-After': '50' }, body: {} })))

  const error = await failure(rig.graph.batch(requests(1)))
  expect(error).toMatchObject({ code: 'graph.throttled', retryAfterMs: 50_000 })
  expect(rig.server.received).toHaveLength(3)
})

test('a body with more pages is returned with its next link', async () => {
  const body = { value: [1], '@odata.nextLink': 'https://graph.example.test/beta/x?$skiptoken=a' }
  await using rig = await open(reversed(() => ({ body })))

  expect(await rig.graph.batch(requests(1))).toEqual([{ status: 200, body }])
})

test('a batch that fails as a whole is retried like any read', async () => {
  const good = reversed(() => ({}))
  await using rig = await open((request, index) => (index === 0 ? { status: 503 } : good(request)))

  expect(await rig.graph.batch(requests(2))).toHaveLength(2)
  expect(rig.server.received.map(ids)).toEqual([
    [0, 1],
    [0, 1],
  ])
})

test('when one batch finally fails, the others are aborted', async () => {
  await using rig = await open((request) => (ids(request).includes(0) ? { status: 400 } : 'hang'))

  expect(await failure(rig.graph.batch(requests(60)))).toMatchObject({ code: 'graph.bad_request' })
  await until(() => rig.clock.timeouts() === 0)
})

test('stopping the run ends a batch with its reason', async () => {
  const stop = new AbortController()
  await using rig = await open(inTurn('hang'), { session: { signal: stop.signal } })
  const answers = rig.graph.batch(requests(30))
  await until(() => rig.server.received.length > 0)

  const reason = new Error('cancelled')
  stop.abort(reason)
  await expect(answers).rejects.toBe(reason)
})
