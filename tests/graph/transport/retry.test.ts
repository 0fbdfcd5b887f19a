import { AppError } from '../../../src/shared/errors'
import { createGraphClient } from '../../../src/graph/graph-client'
import { failure, open, policies, sessionOptions, until } from '../support/open'
import { inTurn, type Reply } from '../support/server'

const fine: Reply = { json: { id: 'a' } }
const html: Reply = { status: 200, text: '<html>maintenance</html>', headers: { 'Content-Type': 'text/html' } }

test.each<[string, Reply]>([
  ['500', { status: 500 }],
  ['502', { status: 502, text: '<html>bad gateway</html>' }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
  ['a closed connection', 'break'],
  ['a torn body', 'tear'],
  ['HTML with status 200', html],
  ['an empty body', { text: '' }],
])('%s is retried after a growing wait', async (_, bad) => {
  await using rig = await open(inTurn(bad, bad, fine))

  expect(await rig.graph.get(policies)).toEqual({ id: 'a' })
  expect(rig.clock.waits).toEqual([750, 1_500])
  expect(rig.graph.metrics).toMatchObject({ requests: 3, retries: 2, throttledMs: 0 })
})

test.each<[string, Reply, string]>([
  ['5xx', { status: 503 }, 'graph.unavailable'],
  ['broken connections', 'break', 'graph.unavailable'],
  ['answers that are not JSON', html, 'graph.malformed'],
])('five %s are final', async (_, bad, code) => {
  await using rig = await open(inTurn(bad))

  expect(await failure(rig.graph.get(policies))).toMatchObject({ code, category: 'retry_later' })
  expect(rig.server.received).toHaveLength(5)
})

test.each([400, 403, 404, 405, 501])('%i is not retried', async (status) => {
  await using rig = await open(inTurn({ status }))

  await failure(rig.graph.get(policies))
  expect(rig.server.received).toHaveLength(1)
})

test('a 403 names the permission the caller gave', async () => {
  await using rig = await open(inTurn({ status: 403, json: { error: { code: 'Forbidden' } } }))

  const error = await failure(rig.graph.get({ ...policies, permission: 'DeviceManagementScripts.Read.All' }))
  expect(error.code).toBe('graph.forbidden')
  expect(error.message).toContain('DeviceManagementScripts.Read.All')
})

test.each<[string, string, number]>([
  ['seconds', '7', 7_000],
  ['a date', 'Sun, 01 Mar 2026 12:00:09 GMT', 9_000],
])('a 429 with %s waits that long, calls onThrottled, and counts the wait', async (_, header, ms) => {
  const announced: number[] = []
  const script = inTurn({ status: 429, headers: { 'Retry-After': header } }, fine)
  await using rig = await open(script, { session: { onThrottled: (wait) => announced.push(wait) } })

  await rig.graph.get(policies)
  expect(announced).toEqual([ms])
  expect(rig.clock.waits[0]).toBe(ms)
  expect(rig.graph.metrics).toMatchObject({ requests: 2, retries: 1, throttledMs: ms })
})

test('a 429 without Retry-After backs off', async () => {
  const announced: number[] = []
  const script = inTurn({ status: 429 }, { status: 429 }, fine)
  await using rig = await open(script, { session: { onThrottled: (wait) => announced.push(wait) } })

  await rig.graph.get(policies)
  expect(announced).toEqual([750, 1_500])
  expect(rig.graph.metrics.throttledMs).toBe(2_250)
})

test.each(['1000000000', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
  'point 12: a 429 with Retry-After %s postpones the tenant by an hour at most, alone and inside a $batch',
  async (header) => {
    const announced: number[] = []
    const inner = { id: '0', status: 429, headers: { 'Retry-After': header } }
    for (const reply of [
      { status: 429, headers: { 'Retry-After': header } },
      { json: { responses: [inner] } },
    ] satisfies Reply[]) {
      await using rig = await open(inTurn(reply), { session: { onThrottled: (wait) => announced.push(wait) } })
      const error = await failure(reply.status ? rig.graph.get(policies) : rig.graph.batch([policies]))
      expect(error).toMatchObject({ code: 'graph.throttled', retryAfterMs: 3_600_000 })
    }
    expect(announced).toEqual([3_600_000, 3_600_000])
  },
)

test('point 12: an absurd notBefore postpones by an hour at most', async () => {
  await using rig = await open(inTurn(fine), { session: { notBefore: Infinity } })

  expect(await failure(rig.graph.get(policies))).toMatchObject({ code: 'graph.throttled', retryAfterMs: 3_600_000 })
})

test('a Retry-After in the past does not wait', async () => {
  const past = { status: 429, headers: { 'Retry-After': 'Sun, 01 Mar 2026 11:00:00 GMT' } }
  await using rig = await open(inTurn(past, fine))

  await rig.graph.get(policies)
  expect(rig.graph.metrics.throttledMs).toBe(0)
})

test('a 503 with Retry-After waits that long, but is not counted as throttling', async () => {
  await using rig = await open(inTurn({ status: 503, headers: { 'Retry-After': '20' } }, fine))

  await rig.graph.get(policies)
  expect(rig.clock.waits).toEqual([20_000])
  expect(rig.graph.metrics.throttledMs).toBe(0)
})

test('a Retry-After of more than two minutes fails at once as throttled', async () => {
  const announced: number[] = []
  const script = inTurn({ status: 429, headers: { 'Retry-After': '121' } })
  await using rig = await open(script, { session: { onThrottled: (wait) => announced.push(wait) } })

  expect(await failure(rig.graph.get(policies))).toMatchObject({ code: 'graph.throttled', retryAfterMs: 121_000 })
  expect(await failure(rig.graph.get(policies))).toMatchObject({ code: 'graph.throttled', retryAfterMs: 121_000 })
  expect(rig.clock.waits).toEqual([])
  expect(announced).toEqual([121_000])
  expect(rig.server.received).toHaveLength(1)
})

test('waits of more than two minutes together fail as throttled', async () => {
  await using rig = await open(inTurn({ status: 429, headers: { 'Retry-After': '50' } }))

  expect(await failure(rig.graph.get(policies))).toMatchObject({ code: 'graph.throttled', retryAfterMs: 50_000 })
  expect(rig.server.received).toHaveLength(3)
  expect(rig.graph.metrics.throttledMs).toBe(100_000)
})

test('ten 429s are final', async () => {
  await using rig = await open(inTurn({ status: 429, headers: { 'Retry-After': '1' } }))

  expect(await failure(rig.graph.get(policies))).toMatchObject({ code: 'graph.throttled' })
  expect(rig.server.received).toHaveLength(10)
})

test('a 429 also delays the other requests of the tenant', async () => {
  await using rig = await open(inTurn({ status: 429, headers: { 'Retry-After': '119' } }))
  rig.clock.freeze()
  const stop = new AbortController()
  const first = rig.client.open({ ...sessionOptions(), signal: stop.signal }).get(policies)
  const second = rig.client.open({ ...sessionOptions(), signal: stop.signal })
  await until(() => rig.clock.waits.length === 1)

  const held = second.get(policies)
  await until(() => rig.clock.waits.length === 2)
  expect(rig.server.received).toHaveLength(1)

  const reason = new Error('stopped')
  stop.abort(reason)
  await expect(first).rejects.toBe(reason)
  await expect(held).rejects.toBe(reason)
})

test('nothing is sent before the session’s notBefore', async () => {
  const before = Date.parse('2026-03-01T12:00:30Z')
  await using rig = await open(inTurn(fine), { session: { notBefore: before } })

  await rig.graph.get(policies)
  expect(rig.clock.waits[0]).toBe(30_000)
  expect(rig.graph.metrics.throttledMs).toBe(30_000)
})

test('an attempt that takes too long is aborted and retried', async () => {
  await using rig = await open(inTurn('hang', fine))
  const answer = rig.graph.get(policies)
  await until(() => rig.server.received.length === 1)

  rig.clock.expire()
  expect(await answer).toEqual({ id: 'a' })
  expect(rig.graph.metrics.retries).toBe(1)
  expect(rig.clock.timeouts()).toBe(0)
})

test('point 29: the time limit of an attempt begins when the request is sent, not while it waits for its turn', async () => {
  const answers: ((reply: Reply) => void)[] = []
  await using rig = await open(() => new Promise<Reply>((answer) => answers.push(answer)))
  const all = Promise.all(Array.from({ length: 40 }, () => rig.graph.get(policies)))
  for (let sent = 16; sent <= 40; sent++) {
    await until(() => rig.server.received.length === sent)
    expect(rig.clock.timeouts()).toBe(16)
    // each answer lets the next request start, however long that one has waited
    await rig.clock.sleep(100_000)
    answers.shift()!(fine)
  }
  for (const answer of answers) answer(fine)
  expect(await all).toHaveLength(40)
  expect(rig.graph.metrics).toMatchObject({ requests: 40, retries: 0 })
})

test('point 29: waits for Graph’s Retry-After use up none of the attempts', async () => {
  const throttled: Reply = { status: 429, headers: { 'Retry-After': '10' } }
  const busy: Reply = { status: 503 }
  await using rig = await open(inTurn(...Array.from({ length: 4 }, () => [throttled, busy]).flat(), throttled, fine))

  expect(await rig.graph.get(policies)).toEqual({ id: 'a' })
  expect(rig.graph.metrics).toMatchObject({ retries: 9, throttledMs: 50_000 })
})

test('stopping the run rejects a running request with its reason', async () => {
  const stop = new AbortController()
  await using rig = await open(inTurn('hang'), { session: { signal: stop.signal } })
  const answer = rig.graph.get(policies)
  await until(() => rig.server.received.length === 1)

  const reason = new Error('lease lost')
  stop.abort(reason)
  await expect(answer).rejects.toBe(reason)
  await expect(rig.graph.get(policies)).rejects.toBe(reason)
  expect(rig.server.received).toHaveLength(1)
  expect(rig.clock.timeouts()).toBe(0)
})

test('stopping the run ends the wait before a retry', async () => {
  const stop = new AbortController()
  await using rig = await open(inTurn({ status: 503 }), { session: { signal: stop.signal } })
  rig.clock.freeze()
  const answer = rig.graph.get(policies)
  await until(() => rig.clock.waits.length === 1)

  const reason = new Error('cancelled')
  stop.abort(reason)
  await expect(answer).rejects.toBe(reason)
})

test('after a refused secret a run does not ask Entra again, even with parallel reads', async () => {
  await using rig = await open(inTurn(fine))
  let asked = 0
  const client = createGraphClient({
    graphBaseUrl: rig.server.url,
    clock: rig.clock,
    credentialFor: () => ({
      async getToken() {
        asked++
        throw new AppError('graph.auth.invalid_client')
      },
    }),
  })
  const graph = client.open(sessionOptions())

  await failure(graph.get(policies))
  await Promise.all([failure(graph.get(policies)), failure(graph.get(policies))])
  expect(asked).toBe(1)
  expect(rig.server.received).toHaveLength(0)
})
