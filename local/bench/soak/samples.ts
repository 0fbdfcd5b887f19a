import { readdirSync } from 'node:fs'
import type postgres from 'postgres'
import { round } from '../measure'
import { childrenOf, residentMb } from '../process-usage'
import { slopePerHour } from '../slope'

/** The worker process at one moment. */
export interface Sample {
  /** Milliseconds since the epoch. */
  at: number
  memoryMb: number
  handles: number
  connections: number
}

export interface Trend {
  first: number | null
  last: number | null
  most: number | null
  slopePerHour: number
  /** Of the second half alone: what a process needs to warm up is not in it. */
  lateSlopePerHour: number
}

/** Looks at the worker. Undefined while a new one starts. Throws without /proc. */
export async function takeSample(sql: postgres.Sql, hostPid: number | undefined): Promise<Sample | undefined> {
  if (hostPid === undefined || residentMb(process.pid) === null)
    throw new Error('The soak reads /proc, which this machine does not have.')
  const [worker] = childrenOf(hostPid)
  const memoryMb = worker === undefined ? null : residentMb(worker)
  if (memoryMb === null) return undefined
  const [row] =
    await sql`select count(*)::int as n from pg_stat_activity where application_name like 'tenantpilot-functions%'`
  const handles = readdirSync(`/proc/${worker}/fd`).length
  return { at: Date.now(), memoryMb, handles, connections: row!.n as number }
}

/**
 * Computes the trends since the worker was last killed, because a new process hides a leak. Its first sample does not
 * count: the first run loads code and fills caches.
 */
export function trends(samples: readonly Sample[], lastKillAt: number) {
  const counted = samples.filter(({ at }) => at > lastKillAt).slice(1)
  const trend = (of: (sample: Sample) => number): Trend => {
    const points = counted.map((sample) => [sample.at, of(sample)] as const)
    const values = counted.map(of)
    const middle = ((counted[0]?.at ?? 0) + (counted.at(-1)?.at ?? 0)) / 2
    return {
      first: values[0] ?? null,
      last: values.at(-1) ?? null,
      most: values.length > 0 ? Math.max(...values) : null,
      slopePerHour: round(slopePerHour(points)),
      lateSlopePerHour: round(slopePerHour(points.filter(([at]) => at >= middle))),
    }
  }
  return {
    samples: counted.length,
    minutes: round(((counted.at(-1)?.at ?? 0) - (counted[0]?.at ?? 0)) / 60_000),
    memoryMb: trend((sample) => sample.memoryMb),
    handles: trend((sample) => sample.handles),
    connections: trend((sample) => sample.connections),
  }
}
