import type { Lane } from '../ledger/types'
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
 * The ledger cannot be reached: a copy of the message comes back in 30–120 s and the original is completed, so that no
 * delivery is spent. Only when the broker is away too is the message held for 30 s and given back, by throwing.
 */
export async function postponeMessage({ queues, log, clock }: Deps, lane: Lane, message: Message): Promise<void> {
  const delayMs = 30_000 + Math.round(clock.random() * 90_000)
  try {
    await queues.send(lane, message, delayMs)
    log('message_postponed', { jobId: message.runId, delayMs })
  } catch (error) {
    await clock.sleep(30_000)
    throw error
  }
}
