import { createInFlight } from '../../../src/runs/worker/in-flight'

const never = new Promise<never>(() => {})

test('10. a shutdown waits for all work, also for work that fails', async () => {
  const { track, ended } = createInFlight({ sleep: () => never })
  let end = () => {}
  const first = track(new Promise<void>((resolve) => (end = resolve)))
  const failing = track(Promise.reject(new Error('x'))).catch(() => {})
  let over = false
  const waiting = ended(4_000).then(() => (over = true))
  await failing
  await new Promise((resolve) => setImmediate(resolve))
  expect(over).toBe(false)
  end()
  await Promise.all([first, waiting])
})

test('10. a shutdown waits no longer than it may', async () => {
  const slept: number[] = []
  const { track, ended } = createInFlight({ sleep: async (ms) => void slept.push(ms) })
  void track(never)
  await ended(4_000)
  expect(slept).toEqual([4_000])
})
