import type { Db } from '../../db/database'
import type { Clock } from '../../shared/clock'
import type { Log } from '../../shared/log'
import { toSafeError } from '../../shared/errors'
import { forAll, together } from '../../shared/together'
import { logFields } from '../ledger/log-fields'
import { maxRecordedAtOnce, recordSent } from '../ledger/record-sent'
import type { OwedMessage } from '../ledger/types'

interface Deps {
  db: Db
  log: Log
}

/** Records messages as sent. */
export interface SentRecorder {
  /** Never throws: reconcile sends again what was not recorded. */
  record(message: OwedMessage): Promise<void>
}

/** In a burst of starts messages are recorded so much later: reconcile waits ten seconds before it sends one again. Milliseconds. */
export const gatherRecordsMs = 250

/** Records a message at once, or with those that follow while a statement runs, and `gatherMs` more. */
export function createSentRecorder(deps: Deps, clock: Pick<Clock, 'sleep' | 'now'>, gatherMs = 0): SentRecorder {
  const record = together<OwedMessage, void>({
    work: forAll((messages) => recordAll(deps, messages)),
    most: maxRecordedAtOnce,
    gatherMs,
    clock,
  })
  return { record }
}

async function recordAll({ db, log }: Deps, messages: readonly OwedMessage[]): Promise<void> {
  await recordSent(db, messages).catch((error: unknown) => {
    const { code } = toSafeError(error)
    for (const message of messages) log('record_sent_failed', { ...logFields(message), code })
  })
}
