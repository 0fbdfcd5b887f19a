import { type CopiedDatabase, copyDatabase } from '../../support/copy-database'
import { driftedRuns, runsWithWrongEvents } from '../support/rows'
import { sendByHand } from './by-hand'
import type { Environment } from './environment'
import { type CrashPoint, nameOf, Recorder } from './recorder'
import { countMessages, runToEnd, startSuccessor, untilWatchedPartIsOver } from './recovery'
import { openSandbox, type Sandbox } from './sandbox'
import type { Actions, Scenario } from './scenario'
import { readState } from './state'
import { type Variant, WorkerGone, type WorkerProcess } from './worker-process'
import type { Workers } from './workers'
import { installWriteLog, type LoggedWrites, readWriteLog } from './write-log'

export interface Crash {
  point: CrashPoint
  /** The process alone dies and the host gives its messages back; or the machine dies and their locks run out. */
  dies: 'worker' | 'machine'
}

/** What stands when all is over. */
export interface Outcome {
  state: Record<string, readonly unknown[]>
  deadLettered: number
}

export interface ScenarioRun {
  outcome: Outcome
  recorder: Recorder
  logged: LoggedWrites | undefined
  database: CopiedDatabase
}

interface Options {
  scenario: Scenario
  template: string
  crash?: Crash
  variant?: Variant
  /** Keeps the database. */
  keep?: boolean
  /** PostgreSQL logs what is written in the watched part. */
  logged?: boolean
}

/** Runs a scenario in a database of its own, which is a copy of `template`. */
export async function runScenario(environment: Environment, workers: Workers, options: Options): Promise<ScenarioRun> {
  const database = await copyDatabase(options.template)
  const { scenario, crash, variant = 'asBuilt' } = options
  const recorder = new Recorder(crash?.point, () => {
    sandbox.host.allowed = 0
    sandbox.host.dead = crash?.dies === 'machine'
    sandbox.worker.kill()
  })
  const { messages = Infinity } = scenario
  const sandbox = await openSandbox({ environment, workers, recorder, databaseUrl: database.url, messages, variant })
  try {
    return { ...(await runIn(sandbox, recorder, options)), recorder, database }
  } finally {
    await workers.successor.call('close').catch(() => {})
    await sandbox.close()
    if (!options.keep) await database.drop()
  }
}

/**
 * Runs it to its end: watched, and crashed where it shall be; then a successor and time do what they can. Throws when the
 * process did not die at that very point.
 */
async function runIn(
  sandbox: Sandbox,
  recorder: Recorder,
  { scenario, crash, logged = false }: Options,
): Promise<Pick<ScenarioRun, 'outcome' | 'logged'>> {
  const { sql, worker } = sandbox
  if (logged) await installWriteLog(sql)
  let takeOver!: (successor: WorkerProcess) => void
  const successor = new Promise<WorkerProcess>((resolve) => (takeOver = resolve))
  const running = scenario.run(actionsOf(sandbox, successor))
  const watched = running
    .then(() => untilWatchedPartIsOver(sandbox, scenario.messages ?? Infinity, () => recorder.traffic))
    .catch((error: unknown) => (error instanceof WorkerGone ? worker.ended : Promise.reject(error as Error)))
  const ended = await Promise.race([watched, worker.ended])
  if (crash && ended !== 'SIGKILL')
    throw new Error(`not crashed, but ended with ${String(ended)}: ${nameOf(crash.point)}`)
  if (crash && !recorder.crashed) throw new Error(`killed by somebody else: ${nameOf(crash.point)}`)
  if (!crash && ended !== undefined) throw new Error(`the watched process ended with ${String(ended)}`)
  recorder.recording = false
  const writes = logged ? await readWriteLog(sql) : undefined
  await startSuccessor(sandbox)
  takeOver(sandbox.successor)
  await running
  await runToEnd(sandbox, scenario.resendsDeadLetters)
  const drifted = await driftedRuns(sql)
  if (drifted.length > 0) throw new Error(`counts are not those of the items: ${JSON.stringify(drifted)}`)
  const wrong = await runsWithWrongEvents(sql)
  if (wrong.length > 0) throw new Error(`events do not tell the story of their run: ${JSON.stringify(wrong)}`)
  return {
    outcome: { state: await readState(sql), deadLettered: countMessages(sandbox).deadLettered },
    logged: writes,
  }
}

function actionsOf({ worker, broker, proxies }: Sandbox, successor: Promise<WorkerProcess>): Actions {
  return {
    async call(name, ...args) {
      try {
        return await worker.call(name, ...args)
      } catch (error) {
        if (!(error instanceof WorkerGone)) throw error
        return (await successor).call(name, ...args)
      }
    },
    callOnce: (name) => worker.call(name),
    sendByHand: (runId) => sendByHand(broker, runId),
    cutDatabase: () => (proxies.database.refuse = true),
  }
}
