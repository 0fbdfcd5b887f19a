import type { Db } from '../../db/database'
import type { Log } from '../../shared/log'
import { toSafeError } from '../../shared/errors'
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

/**
 * Records each message at once. Under load, messages sent while one statement runs are recorded together by the next.
 */
export function createSentRecorder(deps: Deps): SentRecorder {
  const waiting: OwedMessage[] = []
  let recording = false
  async function recordAll(): Promise<void> {
    recording = true
    while (waiting.length > 0) await recordNow(deps, waiting.splice(0, maxRecordedAtOnce))
    recording = false
  }
  return {
    recordLater(message) {
      waiting.push(message)
      if (!recording) void recordAll()
    },
  }
}

/** Records messages as sent. Never throws: reconcile sends again what was not recorded. */
export async function recordNow({ db, log }: Deps, messages: readonly OwedMessage[]): Promise<void> {
  await recordSent(db, messages).catch((error: unknown) => {
    const { code } = toSafeError(error)
    for (const message of messages) log('record_sent_failed', { ...logFields(message), code })
  })
}
