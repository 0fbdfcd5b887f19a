import { slice } from '../../support/sample'
import type * as timers from './simulated-timers'
import { violationsWithout, walls } from './walls'

jest.mock('node:timers/promises', () => jest.requireActual<typeof timers>('./simulated-timers').simulatedTimers())

test.each(slice(walls))(
  'without %s a seed breaks',
  async (_name, taken, shows, first) => {
    expect(await violationsWithout(taken, first)).toMatch(shows)
  },
  300_000,
)
