import { setTimeout as delay } from 'node:timers/promises'
import { ServiceBusClient } from '@azure/service-bus'
import postgres from 'postgres'
import { connectionOptions } from '../../../src/db/connection'
import { random } from '../../simulator/seed'
import { apiOf } from '../../stack/caller-api'
import type { Stack } from '../../stack/stack'
import { Breaker } from './breaker'
import { deadLetters } from './dead-letters'
import { checkNoLoss, type NoLoss } from './no-loss'
import { PatientClient } from './patient-client'
import { planFaults } from './plan-faults'
import { type Sample, takeSample, trends } from './samples'
import { countRun, newTally, progressLine, type StartFigures, startFigures } from './tally'

export interface SoakOptions {
  minutes: number
  seed: number
  /** Without faults. */
  calm: boolean
}

export interface SoakResult extends SoakOptions {
  runs: number
  ended: Record<string, number>
  bugs: number
  stuck: number
  starts: StartFigures
  refusedPolls: number
  faults: Record<string, number>
  deadLetters: string[]
  trends: ReturnType<typeof trends>
  noLoss: NoLoss
}

const sayEveryMs = 30_000

/** Repeats a sync while faults hit, samples the worker after each run, and looks in the end whether anything was lost. */
export async function soak(stack: Stack, options: SoakOptions, signal: AbortSignal): Promise<SoakResult> {
  const { postgres: database, broker, tenant } = stack.info
  const sql = postgres(database.url, { ...connectionOptions(database.url), max: 2 })
  const bus = new ServiceBusClient(broker.connectionString)
  const api = apiOf(stack.info)
  const breaker = new Breaker(stack, { api, sql, sender: bus.createSender('intune-sync-queue') })
  const tally = newTally()
  const samples: Sample[] = []
  const startedAt = Date.now()
  const progress = setInterval(() => console.log(progressLine(startedAt, tally, samples.at(-1))), sayEveryMs)
  const clientOf = (tenantId: string) => new PatientClient({ ...api, tenantId }, tally, signal)
  try {
    const client = clientOf(api.tenantId)
    while (Date.now() < startedAt + options.minutes * 60_000) {
      const runId = await client.start()
      const ended = new AbortController()
      const hits = options.calm
        ? []
        : hitAll(breaker, options, tally.runs + 1, { runId, startedAt, over: ended.signal })
      const run = await client.follow(runId).finally(() => ended.abort())
      await Promise.all(hits)
      countRun(tally, runId, run)
      await breaker.fired.collect()
      const sample = await takeSample(sql, stack.parts.app?.process.pid)
      if (sample) samples.push(sample)
    }
    await breaker.fired.clear()
    const starts = startFigures(tally)
    const { entraTenantId } = tenant
    const noLoss = await checkNoLoss({ sql, tenantId: api.tenantId, entraTenantId, clientOf })
    const { runs, ended, bugs, stuck, refusedPolls } = tally
    return {
      ...options,
      runs,
      ended,
      bugs,
      stuck: stuck.size,
      starts,
      refusedPolls,
      faults: breaker.fired.report(),
      deadLetters: await deadLetters(bus),
      trends: trends(samples, breaker.lastKillAt),
      noLoss,
    }
  } finally {
    clearInterval(progress)
    await bus.close()
    await sql.end()
  }
}

/** Lets the faults of the n-th run hit, each after its time, as long as the run is not over. */
function hitAll(
  breaker: Breaker,
  { seed, minutes }: SoakOptions,
  n: number,
  run: { runId: string; startedAt: number; over: AbortSignal },
): Promise<void>[] {
  const mayKill = Date.now() < run.startedAt + (minutes * 60_000) / 4
  return planFaults(seed, n, mayKill).map(async ({ name, afterMs }) => {
    await delay(afterMs, undefined, { signal: run.over }).catch(() => {})
    if (!run.over.aborted) await breaker.hit(name, run.runId, random('soak', seed, n, name))
  })
}
