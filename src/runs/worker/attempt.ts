import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import { startHeartbeat } from './heartbeat'
import { readTenant } from '../../tenants/find'
import { requireActive } from '../../tenants/require-active'
import { logFields } from '../ledger/log-fields'
import { readAttempt } from '../ledger/requeue'
import type { Run } from '../ledger/types'
import type { RunProgress } from '../../shared/run-progress'
import type { Log } from '../../shared/log'
import type { Telemetry } from '../../shared/telemetry'
import type { Completed, Operation } from '../operation'
import { type AttemptProgress, createProgress } from './progress'
import { type Outcome, toOutcome } from './outcome'
import { logBug, runFields } from './log-run'
import type { RunQueues } from '../queue/service-bus'
import { AttemptStopped } from './attempt-stopped'
import type { Clock } from '../../shared/clock'

/** What an attempt works with. */
export interface AttemptDeps {
  db: Db
  queues: RunQueues
  log: Log
  telemetry: Telemetry
  clock: Clock
  /** Aborts when the host shuts down. */
  drain: AbortSignal
  /** By name. Those of this version that run in a queue. */
  operations: ReadonlyMap<string, Operation>
}

/** Runs one attempt with a heartbeat and returns its outcome. Throws only when the database is unavailable. */
export async function runAttempt(deps: AttemptDeps, run: Run): Promise<{ outcome: Outcome; progress: RunProgress }> {
  const { db, log, clock } = deps
  const progress = createProgress(run.progress?.metrics)
  const heartbeat = startHeartbeat(deps, run, progress.current)
  try {
    if (run.cancelRequestedAt) throw new AttemptStopped('cancelled')
    const completed = await runOperation(deps, run, progress, heartbeat)
    return { outcome: { next: 'done', ...completed }, progress: progress.current() }
  } catch (error) {
    const reason: unknown = heartbeat.signal.aborted ? heartbeat.signal.reason : error
    const state = { ...(await readAttempt(db, run)), failures: run.failures, waited: hasWaited(run, progress) }
    const outcome = toOutcome(reason, state, clock.random)
    if (outcome.next === 'failed' && outcome.error.category === 'bug') logBug(log, runFields(run), error)
    return { outcome, progress: progress.current() }
  } finally {
    await heartbeat.stop()
  }
}

async function runOperation(
  deps: AttemptDeps,
  run: Run,
  progress: AttemptProgress,
  heartbeat: { signal: AbortSignal; otherLaneBusy(): boolean },
): Promise<Completed<unknown>> {
  const operation = deps.operations.get(run.operation)
  if (!operation) throw new AppError('run.unknown_operation')
  const { record } = operation
  const input = record.input.safeParse(run.input)
  if (!input.success) throw new AppError('run.invalid_input')
  const tenant = await readTenant(deps.db, run.tenantId)
  if (!tenant) throw new AppError('tenant.unknown')
  requireActive(tenant)
  const completed = await operation.run(input.data, {
    run,
    tenant,
    fence: { runId: run.id, attempt: run.attempt },
    signal: heartbeat.signal,
    otherLaneBusy: heartbeat.otherLaneBusy,
    progress: progress.update,
    log: (event, fields) => deps.log(event, { ...logFields(run), ...fields }),
  })
  return { ...completed, result: record.result.parse(completed.result) }
}

/** True: the attempt waited because the other side had asked for it, by the metric of that name. */
function hasWaited(run: Run, progress: AttemptProgress): boolean {
  const throttledMs = (of: RunProgress | null) => of?.metrics.throttledMs ?? 0
  return throttledMs(progress.current()) > throttledMs(run.progress)
}
