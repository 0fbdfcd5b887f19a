import { inParallel } from '../support/in-parallel'
import { replayPoint } from '../support/replay'
import { type Environment, openEnvironment } from './environment'
import { makeTemplate } from './fixture'
import { type CrashPoint, nameOf } from './recorder'
import { type Crash, runScenario, type ScenarioRun } from './run-scenario'
import type { Scenario } from './scenario'
import { scenarios } from './scenarios'
import type { Variant } from './worker-process'
import type { Workers } from './workers'

/** A scenario as it went undisturbed, and all the places where it can be crashed. */
export interface Recorded extends ScenarioRun {
  scenario: Scenario
  template: string
  points: CrashPoint[]
}

export interface NumberedCrash extends Crash {
  number: number
  recorded: Recorded
}

export const describeCrash = ({ number, recorded, point, dies }: NumberedCrash) =>
  `${number} (${recorded.scenario.name}, ${dies} dies): ${nameOf(point)}`

/** Runs a scenario undisturbed and lists its crash points, in an order that is the same every time. */
export async function record(
  environment: Environment,
  workers: Workers,
  scenario: Scenario,
  variant: Variant = 'asBuilt',
): Promise<Recorded> {
  const template = await makeTemplate(environment, scenario)
  const run = await runScenario(environment, workers, { scenario, template, variant, logged: true })
  const points = run.recorder.points.filter(({ label }) => scenario.only?.test(label) ?? true)
  return { ...run, scenario, template, points: points.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) }
}

const sortKey = ({ label, occurrence, side }: CrashPoint) =>
  `${label}#${String(occurrence).padStart(3, '0')}${side === 'before' ? 0 : 1}`

/** Numbers every crash point of every scenario. The host settles messages, and dies with its machine only. */
export function numberCrashes(all: readonly Recorded[]): NumberedCrash[] {
  return all
    .flatMap((recorded) => recorded.points.map((point) => ({ recorded, point })))
    .map(({ recorded, point }, i) => {
      const settles = point.label === 'complete' || point.label === 'abandon'
      const machine = settles || (i + Math.floor(i / 2)) % 2 === 1
      return { number: i + 1, recorded, point, dies: machine ? 'machine' : 'worker' }
    })
}

/** Crashes at each point. Returns a report for each that did not end as the undisturbed run. */
export async function crashAtEach(
  environment: Environment,
  crashes: readonly NumberedCrash[],
  variant: Variant = 'asBuilt',
): Promise<string[]> {
  const reports = await inParallel(environment.workers, crashes, async (workers, crash) => {
    const { scenario, template, outcome } = crash.recorded
    try {
      const run = await runScenario(environment, workers, { scenario, template, crash, variant })
      expect(run.outcome).toEqual(outcome)
      return []
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return [`crash point ${describeCrash(crash)}\n${message}\n${replayPoint(crash.number)}`]
    }
  })
  return reports.flat()
}

/** Opens the environment and records all scenarios. */
export async function recordAll(): Promise<{ environment: Environment; recorded: Recorded[] }> {
  const environment = await openEnvironment()
  const recorded = await inParallel(environment.workers, scenarios, (workers, scenario) =>
    record(environment, workers, scenario),
  )
  return { environment, recorded }
}
