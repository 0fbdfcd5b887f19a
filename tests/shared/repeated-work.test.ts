import { oneAtATime, remembered } from '../../src/shared/repeated-work'

/** Work that ends when the test says so; counts how often it was begun. */
function createWork() {
  const ends: (() => void)[] = []
  const work = () => new Promise<number>((resolve) => ends.push(() => resolve(ends.length)))
  return { work, ends }
}

test('who asks while work is under way gets its outcome, and who asks later a new one', async () => {
  const { work, ends } = createWork()
  const ask = oneAtATime(work)
  const first = [ask(), ask(), ask()]
  expect(ends).toHaveLength(1)
  ends[0]!()
  expect(await Promise.all(first)).toEqual([1, 1, 1])
  const second = ask()
  ends[1]!()
  expect(await second).toBe(2)
})

test('work that failed is done again', async () => {
  let times = 0
  const ask = oneAtATime(async () => {
    if (++times === 1) throw new Error('away')
    return times
  })
  await expect(Promise.allSettled([ask(), ask()])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ])
  expect(await ask()).toBe(2)
})

test('an outcome is remembered for its time from the begin of the work, and not beyond it', async () => {
  let now = 0
  let times = 0
  const ask = remembered(10, { now: () => now }, async () => ++times)
  const asked = async (at: number) => ((now = at), ask())
  expect([await asked(0), await asked(9), await asked(10), await asked(19), await asked(20)]).toEqual([1, 1, 2, 2, 3])
})

test('a clock that is set back far makes nothing remembered for longer', async () => {
  let now = 3_600_000
  let times = 0
  const ask = remembered(10, { now: () => now }, async () => ++times)
  await ask()
  now = 0
  expect(await ask()).toBe(2)
})
