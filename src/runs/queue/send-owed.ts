import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '../../db/database'
import { mostSentAtOnce, sent } from '../ledger/record-sent'
import type { Rung } from '../ledger/types'
import type { Log } from '../../shared/log'
import { toSafeError } from '../../shared/errors'
import type { Bell } from './service-bus'

export interface RingDeps {
  db: Db
  bell: Bell
  log: Log
}

/** How long an answer to a person waits for the broker; a cold or dead connection may take a minute. */
const awaitedMs = 100

/**
 * Sends what is owed, at once or at its due time, and marks it sent. Waits at most 100 ms and never fails: what did not
 * go out, or was not marked, is `tick`'s business. A message may so arrive twice, which the ledger allows. With `marks`
 * the caller does not wait for the mark either.
 */
export async function ring(deps: RingDeps, rungs: readonly Rung[], marks?: Marks): Promise<void> {
  if (rungs.length === 0) return
  const all = Promise.all(
    rungs.map(async (rung) => {
      if (!(await send(deps, rung))) return
      if (marks) marks.later(rung)
      else await mark(deps, [rung])
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

async function mark({ db, log }: Pick<RingDeps, 'db' | 'log'>, rungs: readonly Rung[]): Promise<void> {
  await sent(db, rungs).catch((error: unknown) => {
    for (const { id } of rungs) log('mark_failed', { runId: id, error: toSafeError(error).code })
  })
}

/** Marks that nobody waits for. */
export interface Marks {
  later(rung: Rung): void
}

/** Marks at once while there are few; under load, what was sent while one statement was under way goes into the next. */
export function createMarks(deps: Pick<RingDeps, 'db' | 'log'>): Marks {
  const waiting: Rung[] = []
  let marking = false
  async function markAll(): Promise<void> {
    marking = true
    while (waiting.length > 0) {
      await mark(deps, waiting.splice(0, mostSentAtOnce))
    }
    marking = false
  }
  return {
    later(rung) {
      waiting.push(rung)
      if (!marking) void markAll()
    },
  }
}
