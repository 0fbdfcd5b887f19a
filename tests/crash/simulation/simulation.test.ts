import { sample } from '../../support/sample'
import { simulateAndReport } from './simulate-seeds'
import type * as timers from './simulated-timers'

jest.mock('node:timers/promises', () => jest.requireActual<typeof timers>('./simulated-timers').simulatedTimers())

/** Seeds that once ended otherwise than they must. */
const found = [2472]
const seeds = sample(
  Array.from({ length: 10_000 }, (_, i) => i + 1),
  3,
)

test('whatever breaks and whenever, every run comes to its end (a sample of seeds)', async () => {
  const { failure } = await simulateAndReport([...found, ...seeds])
  expect(failure).toBe('')
}, 300_000)
