import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '../db/database'
import { sent } from '../ledger/sent'
import type { Rung } from '../ledger/types'
import type { Log } from '../log'
import { toSafeError } from '../errors'
import type { Bell } from './bell'

export interface RingDeps {
  db: Db
  bell: Bell
  log: Log
}

/** How long an answer to a person waits for the broker; a cold or dead connection may take a minute. */
const awaitedMs = 100

/**
 * Sends what is owed, at once or at its due time, and marks it sent. Waits at most 100 ms and never fails: what did not
 * go out, or was not marked, is `tick`'s business. A message may so arrive twice, which the ledger allows. `markLater`:
 * the caller does not wait for the mark.
 */
export async function ring(deps: RingDeps, rungs: readonly Rung[], { markLater = false } = {}): Promise<void> {
  if (rungs.length === 0) return
  const all = Promise.all(
    rungs.map(async (rung) => {
      if (!(await send(deps, rung))) return
      const marking = mark(deps, rung)
      if (!markLater) await marking
    }),
  )
  const patience = new AbortController()
  await Promise.race([
    all.finally(() => patience.abort()),
    delay(awaitedMs, undefined, { signal: patience.signal }).catch(() => {}),
  ])
}

async function send({ bell, log }: RingDeps, rung: Rung): Promise<boolean> {
  try {
    await bell.send(rung.lane, { v: 1, runId: rung.id }, rung.dueInMs)
    return true
  } catch (error) {
    log('ring_failed', { runId: rung.id, error: toSafeError(error).code })
    return false
  }
}

async function mark({ db, log }: RingDeps, rung: Rung): Promise<void> {
  await sent(db, rung).catch((error: unknown) => log('mark_failed', { runId: rung.id, error: toSafeError(error).code }))
}
