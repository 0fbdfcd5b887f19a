import type { RunProgress } from '../../shared/run-progress'
import type { Telemetry } from '../../shared/telemetry'
import type { Usage } from '../../shared/usage'
import type { Finished } from '../ledger/finish'
import type { Run } from '../ledger/types'

/** What an attempt cost. */
export interface AttemptCost {
  durationMs: number
  progress: RunProgress | null
  usage: Usage
}

/** The fields of the log that say what a run did and what its last attempt cost. Requests are those of all attempts. */
export function endFields(run: Run, { counts }: Finished, { durationMs, progress, usage }: AttemptCost) {
  const { processed, succeeded, failed, skipped, settings } = counts ?? {}
  const { requests, throttledMs } = progress?.metrics ?? {}
  return {
    durationMs: Math.round(durationMs),
    dwellMs: dwellMs(run),
    processed,
    succeeded,
    failed,
    skipped,
    settings,
    graphRequests: requests,
    throttledMs,
    graphMs: Math.round(usage.graphMs),
    databaseMs: Math.round(usage.databaseMs),
    databaseCalls: usage.databaseCalls,
  }
}

/** Measures an attempt that begins: how long its run waited, if it is the first. */
export function measureStart({ measure }: Telemetry, run: Run): void {
  if (run.attempt === 1)
    measure('tenantpilot.run.dwell', dwellMs(run) / 1000, { operation: run.operation, lane: run.lane })
}

/** Measures what an attempt asked of Graph: of its run's numbers, those that it added. */
export function measureGraph({ measure }: Telemetry, run: Run, progress: RunProgress | null): void {
  const { operation } = run
  const added = (name: string) => (progress?.metrics[name] ?? 0) - (run.progress?.metrics[name] ?? 0)
  measure('tenantpilot.graph.requests', Math.max(added('requests'), 0), { operation })
  measure('tenantpilot.graph.throttled', Math.max(added('throttledMs'), 0) / 1000, { operation })
}

/** Measures a run that has ended. */
export function measureEnd({ measure }: Telemetry, run: Run, { status, counts }: Finished, durationMs: number): void {
  const { operation } = run
  measure('tenantpilot.run.duration', durationMs / 1000, { operation, status })
  for (const outcome of ['succeeded', 'failed', 'skipped'] as const)
    if (counts?.[outcome]) measure('tenantpilot.run.items', counts[outcome], { operation, outcome })
}

/** From its creation to its first attempt, both by the database's clock. */
const dwellMs = ({ createdAt, startedAt }: Run) => Math.max((startedAt?.getTime() ?? 0) - createdAt.getTime(), 0)
