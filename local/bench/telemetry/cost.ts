import postgres from 'postgres'
import { createApp } from '../../../src/app'
import { readConfig } from '../../../src/config'
import { connectionOptions } from '../../../src/db/connection'
import { policySync } from '../../../src/operations/policy-sync/record'
import { demoCallers } from '../../simulator/entra/demo-callers'
import type { StackInfo } from '../../stack/stack'
import { percentile, round, timeEach } from '../measure'
import { makeTenants, settingsOf } from '../start-latency'

/** What a start takes with telemetry beside one without. Milliseconds. */
export interface TelemetryCost {
  clients: number
  samplingRatio: number
  p50Ms: number
  p95Ms: number
  withoutP50Ms: number
  withoutP95Ms: number
  /** p95 ÷ p95 without; must be at most 1.1. */
  ratio: number
}

export interface CostOptions {
  stack: StackInfo
  connectionString: string
  samplingRatio: number
}

const caller = { ...demoCallers.operator, actingFor: null }
const invocation = { log: { info: () => {}, warn: () => {}, error: () => {} }, traceparent: null }
const rounds = 12
const callsPerRound = { 1: 100, 32: 800 } as const

/** Measures starts with telemetry beside starts without, in turn, so that both meet the same machine. */
export async function telemetryCost({ stack, connectionString, samplingRatio }: CostOptions): Promise<TelemetryCost[]> {
  const settings = {
    ...settingsOf(stack),
    APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
    TELEMETRY_SAMPLING_RATIO: String(samplingRatio),
  }
  const apps = {
    without: createApp(readConfig(settingsOf(stack)), () => {}),
    with: createApp(readConfig(settings), () => {}),
  }
  const sql = postgres(stack.postgres.url, { ...connectionOptions(stack.postgres.url), max: 6 })
  async function time(which: keyof typeof apps, clients: number, calls: number): Promise<number[]> {
    const app = apps[which]
    const keys = await makeTenants(sql, stack.tenant.workspaceId, calls)
    return timeEach(calls, clients, (n) =>
      app.invocation('startSync', invocation, () =>
        app.start({ caller }, policySync, { tenantKey: keys[n]!, input: {}, force: false, trailing: false }),
      ),
    )
  }
  try {
    for (const which of ['with', 'without'] as const) await time(which, 32, 1600)
    const results: TelemetryCost[] = []
    for (const clients of [1, 32] as const) {
      const times = { with: [] as number[], without: [] as number[] }
      for (let i = 0; i < rounds; i++)
        for (const which of ['with', 'without'] as const)
          times[which].push(...(await time(which, clients, callsPerRound[clients])))
      const [p50Ms, p95Ms] = [0.5, 0.95].map((share) => round(percentile(times.with, share)))
      const [withoutP50Ms, withoutP95Ms] = [0.5, 0.95].map((share) => round(percentile(times.without, share)))
      const figures = { p50Ms: p50Ms!, p95Ms: p95Ms!, withoutP50Ms: withoutP50Ms!, withoutP95Ms: withoutP95Ms! }
      results.push({ clients, samplingRatio, ...figures, ratio: round(p95Ms! / withoutP95Ms!, 2) })
    }
    return results
  } finally {
    await Promise.all([apps.with.close(), apps.without.close()])
    await sql.end()
  }
}
