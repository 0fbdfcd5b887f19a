import { simulateSeeds } from './simulate-seeds'
import type { Walls } from './world'

// The simulation can fail: with each of these taken out, some seed ends in what must not be.

const without = (pattern: string | RegExp, instead: string): Walls => ({
  rewrite: (query) => query.replace(pattern, instead),
})

/** What is taken out, how that shows, and the seed to begin with: the first that showed it. */
export const walls: [name: string, taken: Walls, shows: RegExp, first: number][] = [
  ['reconcile', { noReconcile: true }, /stuck/, 3],
  ['the search for lost messages', without('greatest(sent_at, due_at) <', 'false and now() <'), /stuck/, 1],
  [
    'the cooldown',
    without('finished_at > (select clock_timestamp() -', 'finished_at > (select clock_timestamp() +'),
    /cooldown/,
    2,
  ],
  [
    'the number of the message that failed a run',
    without(/failed_by = (\$\d+)/, "failed_by = nullif(left($1::text, 0), '')"),
    /failed .* and took it up again/,
    2,
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
    43,
  ],
]

/** Simulates seeds without a wall until one breaks. Returns what was violated there. */
export async function violationsWithout(taken: Walls, first: number): Promise<string> {
  const seeds = Array.from({ length: 100 }, (_, i) => first + i)
  const { broken } = await simulateSeeds(seeds, taken)
  return broken?.violations.join() ?? ''
}
