import type { Db } from '../../db/database'
import { toAppError } from '../../shared/errors'
import { extendLease } from '../ledger/extend-lease'
import { limits } from '../ledger/limits'
import { logFields } from '../ledger/log-fields'
import type { Run } from '../ledger/types'
import type { RunProgress } from '../../shared/run-progress'
import type { Log } from '../../shared/log'
import { AttemptStopped } from './attempt-stopped'
import type { Clock } from '../../shared/clock'

/** A running heartbeat. */
export interface Heartbeat {
  /** Aborts with `AttemptStopped` when the run is cancelled or fenced, its slice is over, or the host shuts down. */
  signal: AbortSignal
  /** Whether the tenant's other lane was running at the last heartbeat. */
  otherLaneBusy(): boolean
  stop(): Promise<void>
}

interface Deps {
  db: Db
  log: Log
  clock: Clock
  /** Aborts when the host shuts down. */
  drain: AbortSignal
}

/**
 * Extends the lease of a run until stopped, and stores its progress when it has changed, at most once a second. While
 * the database is unavailable the attempt goes on until its lease expires: from then on another attempt may have begun.
 */
export function startHeartbeat({ db, log, clock, drain }: Deps, run: Run, progress: () => RunProgress): Heartbeat {
  const controller = new AbortController()
  const stopping = new AbortController()
  const stopFor = (reason: AttemptStopped['reason']) => controller.abort(new AttemptStopped(reason))
  const onDrain = () => stopFor('drain')
  if (drain.aborted) onDrain()
  else drain.addEventListener('abort', onDrain, { once: true })
  const startedAt = clock.now()
  let leaseUntil = startedAt + limits.lease
  let lastTryAt = startedAt
  let stored = ''
  let otherLaneBusy = false

  async function extendOnce(): Promise<void> {
    if (clock.now() - startedAt >= limits.slice) stopFor('slice_over')
    const before = clock.now()
    lastTryAt = before
    const current = progress()
    stored = JSON.stringify(current)
    try {
      const lease = await extendLease(db, run, current)
      if (!lease) return stopFor('fenced')
      leaseUntil = before + limits.lease
      otherLaneBusy = lease.otherLaneBusy
      if (lease.cancelRequested) stopFor('cancelled')
    } catch (error) {
      log('heartbeat_failed', { ...logFields(run), code: toAppError(error).code })
      if (clock.now() >= leaseUntil) stopFor('fenced')
    }
  }

  async function extendUntilStopped(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(limits.progressEvery, stopping.signal).catch(() => {})
      if (stopping.signal.aborted) return
      if (clock.now() - lastTryAt >= limits.heartbeatEvery || JSON.stringify(progress()) !== stored) await extendOnce()
    }
  }
  const running = extendUntilStopped()
  return {
    signal: controller.signal,
    otherLaneBusy: () => otherLaneBusy,
    async stop() {
      stopping.abort()
      drain.removeEventListener('abort', onDrain)
      await running
    },
  }
}
