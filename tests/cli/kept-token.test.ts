import { keepToken } from '../../cli/kept-token'

/** Tokens that are numbered and valid for an hour, and a clock that stands. */
function numbered() {
  const clock = { ms: 0 }
  let asked = 0
  const token = keepToken(
    () => Promise.resolve({ accessToken: `t${asked++}`, expiresOn: clock.ms + 3_600_000 }),
    () => clock.ms,
  )
  return { clock, token }
}

test('a token is used until a minute before it expires', async () => {
  const { clock, token } = numbered()
  expect(await token()).toBe('t0')
  clock.ms = 3_540_000
  expect(await token()).toBe('t0')
  clock.ms++
  expect(await token()).toBe('t1')
})

test('who asks at the same time gets the same token', async () => {
  const { token } = numbered()
  expect(await Promise.all([token(), token(), token()])).toEqual(['t0', 't0', 't0'])
})

test('a failure is told, and the next one asks again', async () => {
  let asked = 0
  const token = keepToken(() => {
    if (asked++ === 0) return Promise.reject(new Error('not now'))
    return Promise.resolve({ accessToken: 't', expiresOn: Infinity })
  })
  await expect(token()).rejects.toThrow('not now')
  expect(await token()).toBe('t')
})
