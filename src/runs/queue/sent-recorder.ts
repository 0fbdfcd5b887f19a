import type { Db } from '../../db/database'
import type { Clock } from '../../shared/clock'
import type { Log } from '../../shared/log'
import { toSafeError } from '../../shared/errors'
import { allDone, together } from '../../shared/together'
import { logFields } from '../ledger/log-fields'
import { maxRecordedAtOnce, recordSent } from '../ledger/record-sent'
import type { OwedMessage } from '../ledger/types'

interface Deps {
  db: Db
  log: Log
}

/** Records messages as sent in the background. */
export interface SentRecorder {
  recordLater(message: OwedMessage): void
}

/** In a burst messages are recorded so much later, together. Reconcile waits ten seconds before it sends one again. Milliseconds. */
const gatherMs = 250

/** Records a message at once, or with those that follow while a statement runs. */
export function createSentRecorder({ clock, ...deps }: Deps & { clock: Pick<Clock, 'sleep'> }): SentRecorder {
  const record = together<OwedMessage, void>({
    async work(messages) {
      await recordNow(deps, messages)
      return allDone(messages.map(() => undefined))
    },
    most: maxRecordedAtOnce,
    gatherMs,
    clock,
  })
  return { recordLater: (message) => void record(message) }
}

/** Records messages as sent. Never throws: reconcile sends again what was not recorded. */
export async function recordNow({ db, log }: Deps, messages: readonly OwedMessage[]): Promise<void> {
  await recordSent(db, messages).catch((error: unknown) => {
    const { code } = toSafeError(error)
    for (const message of messages) log('record_sent_failed', { ...logFields(message), code })
  })
}
