import { readdirSync } from 'node:fs'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { type Api, followRun, startRun } from '../commands/api-client'
import type { Stack } from '../stack/stack'
import { round } from './measure'
import { childrenOf, residentMb } from './process-usage'
import { slopePerHour } from './slope'

interface Sample {
  at: number
  memoryMb: number
  handles: number
  connections: number
}

export interface SoakResult {
  minutes: number
  runs: number
  failures: number
  memoryMb: { first: number; last: number; slopePerHour: number }
  handles: { first: number; last: number; slopePerHour: number }
  connections: { first: number; last: number; slopePerHour: number }
}

/** Repeats a sync and samples the worker after each run. Growth shows as a slope per hour. */
export async function soak(stack: Stack, minutes: number, signal: AbortSignal): Promise<SoakResult> {
  const { info, parts } = stack
  const api: Api = { ...info.app, tenantId: info.tenant.externalId }
  const sql = postgres(info.postgres.url, { ...connectionOptions(info.postgres.url), max: 1 })
  const samples: Sample[] = []
  let runs = 0
  let failures = 0
  const end = Date.now() + minutes * 60_000
  try {
    while (Date.now() < end && !signal.aborted) {
      const { runId } = await startRun(api, 'sync')
      const run = await followRun(api, runId, () => {}, signal)
      runs++
      if (run.status !== 'succeeded') failures++
      // the first run loads code and fills caches, which is no leak
      if (runs > 1) samples.push(await sample(sql, parts.app?.process.pid))
      if (runs % 10 === 0) console.log(line(runs, samples.at(-1)))
    }
  } finally {
    await sql.end()
  }
  const series = (of: (s: Sample) => number) => ({
    first: of(samples[0]!),
    last: of(samples.at(-1)!),
    slopePerHour: round(slopePerHour(samples.map((s) => [s.at, of(s)] as const))),
  })
  return {
    minutes,
    runs,
    failures,
    memoryMb: series((s) => s.memoryMb),
    handles: series((s) => s.handles),
    connections: series((s) => s.connections),
  }
}

async function sample(sql: postgres.Sql, hostPid: number | undefined): Promise<Sample> {
  const [worker] = hostPid === undefined ? [] : childrenOf(hostPid)
  if (worker === undefined) throw new Error('The soak reads /proc, which this machine does not have.')
  const [row] =
    await sql`select count(*)::int as n from pg_stat_activity where application_name = 'tenantpilot-functions'`
  return {
    at: Date.now(),
    memoryMb: residentMb(worker) ?? 0,
    handles: readdirSync(`/proc/${worker}/fd`).length,
    connections: row!.n as number,
  }
}

function line(runs: number, sample: Sample | undefined): string {
  return `  ${runs} runs: ${sample?.memoryMb} MiB, ${sample?.handles} handles, ${sample?.connections} connections`
}
