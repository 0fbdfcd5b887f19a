import { sample } from '../../support/sample'
import type * as timers from './simulated-timers'
import { violationsWithout, walls } from './walls'

jest.mock('node:timers/promises', () => jest.requireActual<typeof timers>('./simulated-timers').simulatedTimers())

test.each(sample(walls, 1))(
  'without %s a seed breaks (one of five, by the printed seed)',
  async (_name, taken, shows, first) => {
    expect(await violationsWithout(taken, first)).toMatch(shows)
  },
  300_000,
)
