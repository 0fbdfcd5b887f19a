import type { ErrorCode } from '../../shared/error-codes'
import type { Lane } from '../../shared/operation-record'
import type { Log } from '../../shared/log'
import type { RunQueues } from '../queue/service-bus'
import type { Message } from '../queue/message'
import type { Clock } from '../../shared/clock'

interface Deps {
  queues: RunQueues
  log: Log
  clock: Clock
}

/**
 * Sends a copy of the message, delivered in 30–120 s, while the database cannot be used (`code`). The original is then
 * completed, so no delivery count is used up. When the broker is unavailable too: waits 30 s, then throws
 * `queue.unavailable`.
 */
export async function postponeMessage(
  { queues, log, clock }: Deps,
  lane: Lane,
  message: Message,
  code: ErrorCode,
): Promise<void> {
  const delayMs = 30_000 + Math.round(clock.random() * 90_000)
  try {
    await queues.send(lane, message, delayMs)
    log('message_postponed', { jobId: message.runId, code, delayMs })
  } catch (error) {
    await clock.sleep(30_000)
    throw error
  }
}
