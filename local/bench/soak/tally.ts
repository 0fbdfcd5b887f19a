import type { RunView } from '../../../cli/answers'
import { percentile, round } from '../measure'
import type { Sample } from './samples'

/** What the soak's client saw. */
export interface Tally {
  runs: number
  /** Runs by status and code, such as `partial graph.unavailable`. */
  ended: Record<string, number>
  /** Runs that failed for an error of ours. */
  bugs: number
  /** Runs that did not end in time. */
  stuck: Set<string>
  /** Milliseconds of each start that was accepted. */
  startMs: number[]
  /** Answers other than 202, and none at all. */
  refusedStarts: number
  refusedPolls: number
}

export const newTally = (): Tally => ({
  runs: 0,
  ended: {},
  bugs: 0,
  stuck: new Set(),
  startMs: [],
  refusedStarts: 0,
  refusedPolls: 0,
})

/** Counts a run by how it ended. Undefined: it is stuck. */
export function countRun(tally: Tally, runId: string, run: RunView | undefined): void {
  tally.runs++
  if (!run) return void tally.stuck.add(runId)
  const how = run.error ? `${run.status} ${run.error.code}` : run.status
  tally.ended[how] = (tally.ended[how] ?? 0) + 1
  if (run.status === 'failed' && run.error?.category === 'bug') tally.bugs++
}

/** How long the starts took that were accepted, in milliseconds, and how many were not. */
export interface StartFigures {
  p50Ms: number
  p95Ms: number
  maxMs: number
  refused: number
}

export function startFigures({ startMs, refusedStarts: refused }: Tally): StartFigures {
  const [p50Ms, p95Ms, maxMs] = [0.5, 0.95, 1].map((share) => round(percentile(startMs, share)))
  return { p50Ms: p50Ms!, p95Ms: p95Ms!, maxMs: maxMs!, refused }
}

/** Says in one line how far the soak is. */
export function progressLine(
  startedAt: number,
  { runs, ended, stuck, refusedStarts }: Tally,
  sample: Sample | undefined,
): string {
  const worker = sample
    ? `${sample.memoryMb} MiB, ${sample.handles} handles, ${sample.connections} connections`
    : 'no sample'
  return `  ${round((Date.now() - startedAt) / 60_000)} min: ${runs} runs (${ended['succeeded'] ?? 0} succeeded, ${stuck.size} stuck), ${refusedStarts} starts refused; ${worker}`
}
