import { allDone, together } from '../../src/shared/together'

/** Work whose calls end when the test says so, and a clock whose sleeps do. */
function slowWork(options: { most?: number; atOnce?: number; gatherMs?: number; limit?: number } = {}) {
  const calls: { items: readonly number[]; resolve(): void; reject(error: Error): void }[] = []
  const sleeps: (() => void)[] = []
  const work = (items: readonly number[]) =>
    new Promise<PromiseSettledResult<number>[]>((resolve, reject) =>
      calls.push({ items, resolve: () => resolve(allDone(items.map((item) => -item))), reject }),
    )
  const { limit, ...rest } = options
  const full = limit === undefined ? {} : { full: { limit, error: () => new Error('full') } }
  const clock = { sleep: () => new Promise<void>((resolve) => sleeps.push(resolve)) }
  return { run: together({ work, most: 10, ...rest, ...full, clock }), calls, sleeps }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))
const itemsOf = (calls: { items: readonly number[] }[]) => calls.map(({ items }) => items)

test('the first is done at once, those that come meanwhile together, each with its own answer', async () => {
  const { run, calls } = slowWork()
  const answers = [1, 2, 3].map(run)
  expect(itemsOf(calls)).toEqual([[1]])
  calls[0]!.resolve()
  await settled()
  expect(itemsOf(calls)).toEqual([[1], [2, 3]])
  calls[1]!.resolve()
  expect(await Promise.all(answers)).toEqual([-1, -2, -3])
  void run(4)
  expect(itemsOf(calls)).toEqual([[1], [2, 3], [4]])
})

test('so many calls at a time, and so many items in a call', async () => {
  const { run, calls } = slowWork({ atOnce: 2, most: 2 })
  for (const n of [1, 2, 3, 4, 5]) void run(n)
  expect(itemsOf(calls)).toEqual([[1], [2]])
  calls[1]!.resolve()
  await settled()
  expect(itemsOf(calls)).toEqual([[1], [2], [3, 4]])
  calls[0]!.resolve()
  await settled()
  expect(itemsOf(calls)).toEqual([[1], [2], [3, 4], [5]])
})

test('who had to wait gathers more; a single one never waits', async () => {
  const { run, calls, sleeps } = slowWork({ gatherMs: 5 })
  void run(1)
  void run(2)
  expect([itemsOf(calls), sleeps.length]).toEqual([[[1]], 0])
  calls[0]!.resolve()
  await settled()
  void run(3)
  expect([itemsOf(calls), sleeps.length]).toEqual([[[1]], 1])
  sleeps[0]!()
  await settled()
  expect(itemsOf(calls)).toEqual([[1], [2, 3]])
})

test('work that throws is the answer of all who wait, and the next one is tried', async () => {
  const { run, calls } = slowWork()
  const answers = Promise.allSettled([1, 2, 3].map(run))
  calls[0]!.reject(new Error('away'))
  const reason = new Error('away')
  expect(await answers).toEqual([1, 2, 3].map(() => ({ status: 'rejected', reason })))
  const next = run(4)
  calls[1]!.resolve()
  expect(await next).toBe(-4)
})

test('above the limit nobody waits', async () => {
  const { run, calls } = slowWork({ limit: 1 })
  const [first, second, third] = [1, 2, 3].map(run)
  await expect(third).rejects.toThrow('full')
  calls[0]!.resolve()
  await settled()
  calls[1]!.resolve()
  expect(await Promise.all([first, second])).toEqual([-1, -2])
})
