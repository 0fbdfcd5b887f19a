import type { Bench } from './bench'
import { type Crew, sideBySide } from './crew'
import { makeTemplate } from './fixture'
import { nameOf, type Point } from './gate'
import { type Crash, type Kill, NotKilled, play, type Played } from './play'
import type { Scenario } from './scenario'
import type { Variant } from './worker'

/** A scenario as it went undisturbed, and all the places where it can be killed. */
export interface Rehearsal extends Played {
  scenario: Scenario
  template: string
  points: Point[]
}

export interface Numbered extends Kill {
  number: number
  rehearsal: Rehearsal
  /** An earlier scenario has this kind of step: left out unless all are asked for. */
  again: boolean
}

export const describeKill = ({ number, rehearsal, point, crash }: Numbered) =>
  `${number} (${rehearsal.scenario.name}, ${crash} dies): ${nameOf(point)}`

/** Plays a scenario undisturbed and writes its steps down, in an order that is the same every time. */
export async function rehearse(
  bench: Bench,
  crew: Crew,
  fixture: string,
  scenario: Scenario,
  variant: Variant = 'asBuilt',
): Promise<Rehearsal> {
  const template = await makeTemplate(bench, fixture, scenario)
  const played = await play({ bench, crew, scenario, template, variant, witnessed: true })
  const points = played.gate.points.filter(({ label }) => scenario.only?.test(label) ?? true)
  return { ...played, scenario, template, points: points.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) }
}

const sortKey = ({ label, occurrence, side }: Point) =>
  `${label}#${String(occurrence).padStart(3, '0')}${side === 'before' ? 0 : 1}`

/** Every kill of every rehearsed scenario with its number. A message is settled by the host, which dies with its machine. */
export function numberKills(rehearsals: readonly Rehearsal[]): Numbered[] {
  return rehearsals
    .flatMap((rehearsal) => rehearsal.points.map((point) => ({ rehearsal, point })))
    .map(({ rehearsal, point }, i) => {
      const settles = point.label === 'complete' || point.label === 'abandon'
      const crash: Crash = settles || (i + Math.floor(i / 2)) % 2 === 1 ? 'instance' : 'worker'
      const earlier = rehearsals.slice(0, rehearsals.indexOf(rehearsal))
      const again = earlier.some(({ points }) => points.some(({ label }) => label === point.label))
      return { number: i + 1, rehearsal, point, crash, again }
    })
}

/** Kills one after the other; what does not end as undisturbed, with its reason. */
export async function killAll(
  bench: Bench,
  crews: readonly Crew[],
  kills: readonly Numbered[],
  variant: Variant = 'asBuilt',
): Promise<string[]> {
  const failures = await sideBySide(crews, kills, async (crew, kill) => {
    const { scenario, template, ending } = kill.rehearsal
    const once = () => play({ bench, crew, scenario, template, kill, variant })
    try {
      const played = await once().catch((error: unknown) => {
        if (!(error instanceof NotKilled)) throw error
        // a machine so busy that a connection was given up on the way: such a play says nothing
        process.stdout.write(`played again, since it did not come to its point: kill ${describeKill(kill)}\n`)
        return once()
      })
      expect(played.ending).toEqual(ending)
      return []
    } catch (error) {
      return [`kill ${describeKill(kill)}\n${error instanceof Error ? error.message : String(error)}`]
    }
  })
  return failures.flat()
}
