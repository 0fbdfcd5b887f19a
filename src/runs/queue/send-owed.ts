import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '../../db/database'
import type { Log } from '../../shared/log'
import { toSafeError } from '../../shared/errors'
import { logFields } from '../ledger/log-fields'
import type { OwedMessage } from '../ledger/types'
import { recordNow, type SentRecorder } from './sent-recorder'
import type { RunQueues } from './service-bus'

export interface SendDeps {
  db: Db
  queues: RunQueues
  log: Log
}

/** How long an answer to a person waits for the broker. A new or dead connection may take a minute. */
const maxWaitMs = 100

/**
 * Sends messages, now or scheduled for their due time, and records them as sent. Waits at most 100 ms and never throws:
 * reconcile sends again what was not recorded, so a message may arrive twice, which the ledger allows. With a
 * `recorder` the caller does not wait for the record.
 */
export async function sendOwed(
  deps: SendDeps,
  messages: readonly OwedMessage[],
  recorder?: SentRecorder,
): Promise<void> {
  if (messages.length === 0) return
  const all = Promise.all(
    messages.map(async (message) => {
      if (!(await send(deps, message))) return
      if (recorder) recorder.recordLater(message)
      else await recordNow(deps, [message])
    }),
  )
  const timer = new AbortController()
  await Promise.race([
    all.finally(() => timer.abort()),
    delay(maxWaitMs, undefined, { signal: timer.signal }).catch(() => {}),
  ])
}

async function send({ queues, log }: SendDeps, message: OwedMessage): Promise<boolean> {
  try {
    await queues.send(message.lane, { v: 1, runId: message.id }, message.dueInMs)
    return true
  } catch (error) {
    log('send_failed', { ...logFields(message), code: toSafeError(error).code })
    return false
  }
}
