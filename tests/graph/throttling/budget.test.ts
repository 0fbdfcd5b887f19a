import { toEntraTenantId } from '../../../src/shared/ids'
import { expectManyListeners } from '../../../src/graph/transport/abort'
import { createBudgets } from '../../../src/graph/throttling/budget'
import { Exchange } from '../../../src/graph/transport/exchange'
import { graphLimits } from '../../../src/graph/limits'
import { failure, sessionOptions, TENANT } from '../support/open'
import { manualClock } from '../support/clock'

const never = (): boolean => false

function setting() {
  const clock = manualClock()
  const budgetFor = createBudgets({ clock, limits: graphLimits })

  /** Starts a run that sends `requests` as fast as the budget allows. Each takes `latency` ms. */
  function run({ halved = never, tenant = TENANT, requests = 1_000, latency = 10, notBefore = 0 } = {}) {
    const announced: number[] = []
    const { signal } = new AbortController()
    expectManyListeners(signal)
    const budget = budgetFor(
      sessionOptions({ entraTenantId: tenant, halved, notBefore, onThrottled: (ms) => announced.push(ms) }),
    )
    const metrics = { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 }
    const tokens = { get: async () => 'token', refuse: () => true }
    const state = { started: 0, underway: 0, most: 0, announced, metrics, budget, errors: [] as unknown[] }
    async function request() {
      const session = { signal, tokens, budget, metrics, definitions: false }
      const release = await budget.acquire(new Exchange({ url: 'https://graph.example.test', units: 1, session }))
      state.started++
      state.most = Math.max(state.most, ++state.underway)
      await clock.sleep(latency)
      state.underway--
      release()
    }
    for (let i = 0; i < requests; i++) request().catch((error: unknown) => state.errors.push(error))
    return state
  }

  return { clock, run }
}

test('one run starts 40 requests a second after the burst', async () => {
  const { clock, run } = setting()
  const sync = run()
  await clock.advance(10_000)
  expect(sync.started).toBe(20 + 400)
})

test('one run has 16 requests at once, and 8 while halved', async () => {
  const { clock, run } = setting()
  let halved = false
  const sync = run({ halved: () => halved, latency: 2_000 })
  await clock.advance(8_000)
  expect(sync.most).toBe(16)

  halved = true
  await clock.advance(4_000)
  sync.most = 0
  await clock.advance(10_000)
  expect(sync.most).toBe(8)
})

test('halved runs of one tenant get half of the budget each, and together never more than all of it', async () => {
  const { clock, run } = setting()
  const sync = run({ halved: () => true })
  await clock.advance(10_000)
  expect(sync.started).toBeLessThanOrEqual(20 + 200)
  expect(sync.started).toBeGreaterThanOrEqual(215)

  const interactive = run({ halved: () => true })
  const before = sync.started
  await clock.advance(10_000)
  const together = sync.started - before + interactive.started
  expect(together).toBeLessThanOrEqual(420)
  expect(interactive.started).toBeGreaterThanOrEqual(200)
  expect(sync.started - before).toBeGreaterThanOrEqual(180)
})

test('tenants do not share a budget', async () => {
  const { clock, run } = setting()
  const one = run({ tenant: toEntraTenantId('one') })
  const other = run({ tenant: toEntraTenantId('other') })
  await clock.advance(1_000)
  expect([one.started, other.started]).toEqual([60, 60])
})

test('a 429 stops every run of the tenant for the Retry-After, and no burst follows', async () => {
  const { clock, run } = setting()
  const sync = run()
  const interactive = run()
  await clock.advance(1_000)
  const before = sync.started + interactive.started

  sync.budget.throttled(5_000, true)
  await clock.advance(4_999)
  expect(sync.started + interactive.started).toBe(before)
  await clock.advance(1_001)
  expect(sync.started + interactive.started - before).toBeLessThanOrEqual(40)
  expect(sync.started + interactive.started - before).toBeGreaterThanOrEqual(35)
  expect([sync.announced, interactive.announced]).toEqual([[5_000], []])
})

test('a shorter wait does not shorten a longer one', async () => {
  const { clock, run } = setting()
  const sync = run({ requests: 100 })
  await clock.advance(1_000)
  const before = sync.started
  sync.budget.throttled(5_000, true)
  sync.budget.throttled(1_000, true)

  await clock.advance(4_999)
  expect(sync.started).toBe(before)
})

test('overlapping waits of requests are counted once', async () => {
  const { clock, run } = setting()
  const sync = run()
  sync.budget.throttled(5_000, true)
  await clock.advance(20_000)
  expect(sync.metrics.throttledMs).toBe(5_000)
  expect(sync.started).toBeGreaterThan(500)
})

test('429s without Retry-After halve the rate once for concurrent requests, and it recovers slowly', async () => {
  const { clock, run } = setting()
  const sync = run({ requests: 10_000 })
  await clock.advance(1_000)
  for (let i = 0; i < 16; i++) sync.budget.throttled(0, false)

  const inOneSecond = async () => {
    const before = sync.started
    await clock.advance(1_000)
    return sync.started - before
  }
  expect(await inOneSecond()).toBeLessThanOrEqual(21)
  await clock.advance(20_000)
  expect(Math.abs((await inOneSecond()) - 31)).toBeLessThanOrEqual(1)
  await clock.advance(30_000)
  expect(await inOneSecond()).toBe(40)
})

test('a 429 with Retry-After keeps the rate', async () => {
  const { clock, run } = setting()
  const sync = run()
  sync.budget.throttled(0, true)
  await clock.advance(1_000)
  expect(sync.started).toBe(60)
})

test('a request that would wait more than two minutes fails at once', async () => {
  const { clock, run } = setting()
  const sync = run({ requests: 3, notBefore: clock.now() + 120_001 })
  await clock.advance(0)

  expect(sync.started).toBe(0)
  expect(sync.errors).toHaveLength(3)
  expect(await failure(Promise.reject(sync.errors[0]))).toMatchObject({
    code: 'graph.throttled',
    retryAfterMs: 120_001,
  })
})

test('so does a request that already waits when a 429 closes the gate', async () => {
  const { clock, run } = setting()
  const sync = run({ requests: 100 })
  await clock.advance(0)
  sync.budget.throttled(300_000, true)

  await clock.advance(5_000)
  expect(sync.started).toBe(16)
  expect(sync.errors).toHaveLength(84)
})
