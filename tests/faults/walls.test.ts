import type * as patience from './patience'
import { simulateSeeds } from './suite'
import type { Walls } from './world'

// The simulation can fail: with each of these taken out, some seed ends in what must not be.

jest.mock('node:timers/promises', () => {
  const { patientTimers } = jest.requireActual<typeof patience>('./patience')
  return patientTimers(jest.requireActual('node:timers/promises'))
})

const without = (pattern: string | RegExp, instead: string): Walls => ({
  rewrite: (query) => query.replace(pattern, instead),
})

const walls: [string, Walls, RegExp][] = [
  ['tick', { noTick: true }, /stuck/],
  ['the search for lost messages', without('greatest(sent_at, due_at) <', 'false and now() <'), /stuck/],
  ['the cooldown', without('finished_at > clock_timestamp() -', 'finished_at > clock_timestamp() +'), /cooldown/],
  [
    'the number of the message that failed a run',
    without(/failed_by = (\$\d+)/, "failed_by = nullif(left($1::text, 0), '')"),
    /failed .* and took it up again/,
  ],
  [
    'the fence of a unit',
    {
      rewrite: (query) =>
        query
          .replace(/and (attempt = \$\d+) and status = 'running' for key share/, 'and ($1 or true) for key share')
          .replace('where old.attempt <= excluded.attempt', ''),
    },
    /fenced attempt/,
  ],
]

test.each(walls)(
  'without %s a seed breaks',
  async (_wall, taken, expected) => {
    const seeds = Array.from({ length: 100 }, (_, i) => i + 1)
    const { broken } = await simulateSeeds(seeds, taken)
    expect(broken?.wrong.join()).toMatch(expected)
  },
  120_000,
)
