import type { Db } from '../../db/database'
import { systemClock } from '../../shared/clock'
import type { Log } from '../../shared/log'
import { toSafeError } from '../../shared/errors'
import { logFields } from '../ledger/log-fields'
import type { OwedMessage } from '../ledger/types'
import { createSentRecorder, type SentRecorder } from './sent-recorder'
import type { RunQueues } from './service-bus'

export interface SendDeps {
  db: Db
  queues: RunQueues
  log: Log
}

interface SendOptions {
  /** Records in the background; without it the record is awaited too. */
  recorder?: SentRecorder
  /** How long to wait for the broker. By default as long as a person's answer may: a new connection takes longer. */
  waitMs?: number
}

/**
 * Sends messages, now or scheduled for their due time, and records them as sent. Never throws: reconcile sends again
 * what was not recorded, so a message may arrive twice, which the ledger allows. Returns the messages that the broker
 * did not take within `waitMs`; a late one goes on in the background.
 */
export async function sendOwed(
  deps: SendDeps,
  messages: readonly OwedMessage[],
  { recorder, waitMs = 100 }: SendOptions = {},
): Promise<OwedMessage[]> {
  if (messages.length === 0) return []
  const unsent = new Set(messages)
  const own = createSentRecorder(deps, systemClock)
  const all = Promise.all(
    messages.map(async (message) => {
      if (!(await send(deps, message))) return
      unsent.delete(message)
      const recorded = (recorder ?? own).record(message)
      if (!recorder) await recorded
    }),
  )
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs)
    void all.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
  return [...unsent]
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
