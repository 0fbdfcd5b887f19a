import type { Db } from '../../db/database'
import { extendLease } from '../ledger/extend-lease'
import { limits } from '../ledger/limits'
import type { Run } from '../ledger/types'
import type { RunProgress } from '../../shared/run-progress'
import type { Log } from '../../shared/log'
import { AttemptStopped } from './attempt-stopped'
import type { Clock } from '../../shared/clock'

export interface Heartbeat {
  /** Aborts with `Stopped` when the run is cancelled, fenced, or its slice is over. */
  signal: AbortSignal
  /** What the last beat said of the tenant's other lane. */
  otherLaneBusy(): boolean
  stop(): Promise<void>
}

interface Deps {
  db: Db
  log: Log
  clock: Clock
  /** The host wants to stop: the attempt gives its place back. */
  drain: AbortSignal
}

/**
 * Extends the lease of a run until stopped, and shows its progress when there is news, at most once a second. A database that is away for a moment is no reason to stop: only the lease
 * is, since after it another attempt may have begun.
 */
export function startHeartbeat({ db, log, clock, drain }: Deps, run: Run, progress: () => RunProgress): Heartbeat {
  const controller = new AbortController()
  const stopping = new AbortController()
  const stopFor = (reason: AttemptStopped['reason']) => controller.abort(new AttemptStopped(reason))
  const onDrain = () => stopFor('slice_over')
  if (drain.aborted) onDrain()
  else drain.addEventListener('abort', onDrain, { once: true })
  const startedAt = clock.now()
  let leaseUntil = startedAt + limits.lease
  let beatAt = startedAt
  let shown = ''
  let otherLaneBusy = false

  async function once(): Promise<void> {
    if (clock.now() - startedAt >= limits.slice) stopFor('slice_over')
    const before = clock.now()
    beatAt = before
    const news = progress()
    shown = JSON.stringify(news)
    try {
      const lease = await extendLease(db, run, news)
      if (!lease) return stopFor('fenced')
      leaseUntil = before + limits.lease
      otherLaneBusy = lease.otherLaneBusy
      if (lease.cancelRequested) stopFor('cancelled')
    } catch (error) {
      log('heartbeat_failed', { runId: run.id, reason: error instanceof Error ? error.name : 'unknown' })
      if (clock.now() >= leaseUntil) stopFor('fenced')
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(limits.progressEvery, stopping.signal).catch(() => {})
      if (stopping.signal.aborted) return
      if (clock.now() - beatAt >= limits.beat || JSON.stringify(progress()) !== shown) await once()
    }
  }
  const beating = loop()
  return {
    signal: controller.signal,
    otherLaneBusy: () => otherLaneBusy,
    async stop() {
      stopping.abort()
      drain.removeEventListener('abort', onDrain)
      await beating
    },
  }
}
