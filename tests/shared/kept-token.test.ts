import { keepToken } from '../../src/shared/kept-token'

/** Tokens that are numbered and live so long, and a clock that stands. Each is given when the test says so, where it says so. */
function numbered(lifeMs: number) {
  const clock = { ms: 0, now: () => clock.ms }
  const state = { asked: 0, broken: false }
  const kept = keepToken(async () => {
    const token = `t${state.asked++}`
    if (state.broken) throw new Error('not now')
    return { token, expiresOnTimestamp: clock.ms + lifeMs }
  }, clock)
  const at = async (ms: number) => {
    clock.ms = ms
    const { token } = await kept.get()
    await new Promise((resolve) => setImmediate(resolve)) // a renewal beside it ends
    return token
  }
  return { kept, state, at }
}

test.each([
  ['an hour', 3_600_000, { used: 3_299_000, renewedBeside: 3_301_000 }],
  ['a minute', 60_000, { used: 29_000, renewedBeside: 31_000 }],
])('a token of %s is renewed ahead of its end, and nobody waits for that', async (_, life, times) => {
  const { at, state } = numbered(life)
  expect(await at(0)).toBe('t0')
  expect([await at(times.used), state.asked]).toEqual(['t0', 1])
  expect([await at(times.renewedBeside), state.asked]).toEqual(['t0', 2])
  expect(await at(times.renewedBeside)).toBe('t1')
})

test('a token that is about to end is not given out', async () => {
  const { at } = numbered(60_000)
  await at(0)
  expect(await at(51_000)).toBe('t1')
})

test('a renewal that fails takes nothing away, and is not tried again within a second', async () => {
  const { at, state } = numbered(60_000)
  await at(0)
  state.broken = true
  expect([await at(40_000), await at(40_500), state.asked]).toEqual(['t0', 't0', 2])
  expect([await at(41_001), state.asked]).toEqual(['t0', 3])
  await expect(at(55_000)).rejects.toThrow('not now')
  state.broken = false
  expect(await at(55_000)).toBe('t4')
})

test('who asks at the same time shares one request', async () => {
  const { kept, state } = numbered(60_000)
  const tokens = await Promise.all([kept.get(), kept.get(), kept.get()])
  expect([tokens.map(({ token }) => token), state.asked]).toEqual([['t0', 't0', 't0'], 1])
})

test('a refused token is dropped, and one that is not kept any more changes nothing', async () => {
  const { kept, at } = numbered(60_000)
  await at(0)
  kept.refuse('t0')
  expect(await at(0)).toBe('t1')
  kept.refuse('t0')
  expect(await at(0)).toBe('t1')
})
