import { together } from '../../src/shared/together'

/** Work whose calls end when the test says so, and a clock whose sleeps do. */
function slowWork(options: { most?: number; atOnce?: number; gatherMs?: number; apart?: true; limit?: number } = {}) {
  const calls: { items: readonly number[]; resolve(): void; reject(error: Error): void }[] = []
  const sleeps: (() => void)[] = []
  const work = (items: readonly number[]) =>
    new Promise<number[]>((resolve, reject) =>
      calls.push({ items, resolve: () => resolve(items.map((item) => -item)), reject }),
    )
  const { limit, ...rest } = options
  const patience = limit === undefined ? {} : { patience: { limit, ms: 100, error: () => new Error('full') } }
  const time = { now: 0 }
  const clock = { sleep: () => new Promise<void>((resolve) => sleeps.push(resolve)), now: () => time.now }
  return { run: together({ work, most: 10, ...rest, ...patience, clock }), calls, sleeps, time }
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

test('who has waited too long is refused, and those behind him have his place', async () => {
  const { run, calls, time } = slowWork({ limit: 9, most: 1 })
  const first = run(1)
  const late = run(2)
  time.now = 1
  const next = run(3)
  time.now = 101
  calls[0]!.resolve()
  await expect(late).rejects.toThrow('full')
  await settled()
  expect(itemsOf(calls)).toEqual([[1], [3]])
  calls[1]!.resolve()
  expect(await Promise.all([first, next])).toEqual([-1, -3])
})

test('apart, what fails together is done again alone by those who are still there, and fails alone', async () => {
  const { run, calls, time } = slowWork({ apart: true, limit: 9 })
  const first = run(1)
  const late = run(2)
  time.now = 1
  const [third, fourth] = [3, 4].map(run)
  calls[0]!.resolve()
  await settled()
  expect(itemsOf(calls)).toEqual([[1], [2, 3, 4]])
  time.now = 101
  calls[1]!.reject(new Error('away'))
  await expect(late).rejects.toThrow('full')
  await settled()
  expect(itemsOf(calls).slice(2)).toEqual([[3], [4]])
  calls[2]!.reject(new Error('broken'))
  calls[3]!.resolve()
  await expect(third).rejects.toThrow('broken')
  expect(await Promise.all([first, fourth])).toEqual([-1, -4])
})
