import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'
import { brokerSentence } from './broker-sentence'

export interface SettleOptions {
  signal: AbortSignal
  /** How long to wait for messages that do not come: somebody else has them. Milliseconds. */
  waitMs?: number
  /** Called after each message that is done. */
  onDone?(done: number): void
}

/** What became of chosen messages, by sequence number. */
export interface Settled {
  done: string[]
  /** With one sentence each. */
  failed: Map<string, string>
  /** They were not received: gone, locked by somebody else, or not yet come when it ended. */
  untouched: string[]
  /** Why it ended before all were tried. */
  ended?: string
}

const receivedAtOnce = 10
/** So many failures in a row are no matter of a message. */
const mostFailures = 5

/**
 * Receives messages in peek-lock until the chosen ones came, and does `work` with each of them, one after the other. Others that
 * come along stay locked until the end, because they would come again at once; then they are given back. Never throws. After an
 * abort it finishes the message at hand.
 */
export async function receiveChosen(
  receiver: ServiceBusReceiver,
  chosen: readonly string[],
  { signal, waitMs = 5_000, onDone = () => {} }: SettleOptions,
  work: (message: ServiceBusReceivedMessage) => Promise<void>,
): Promise<Settled> {
  const left = new Set(chosen)
  const newest = chosen.map(BigInt).reduce((most, each) => (each > most ? each : most), 0n)
  const settled: Settled = { done: [], failed: new Map(), untouched: [] }
  const others = new Map<string, ServiceBusReceivedMessage>()
  let failures = 0
  const tell = (error: unknown) => brokerSentence(error, receiver.entityPath.replace(/\/\$.*$/, ''))

  const tryOne = async (message: ServiceBusReceivedMessage, sequence: string) => {
    left.delete(sequence)
    try {
      await work(message)
      failures = 0
      onDone(settled.done.push(sequence))
    } catch (error) {
      settled.failed.set(sequence, tell(error))
      others.set(sequence, message)
      if (++failures === mostFailures) settled.ended = 'Too many failed one after the other.'
    }
  }

  try {
    while (left.size > 0 && !signal.aborted && !settled.ended) {
      // a batch that is not full waits a second for more
      const atOnce = Math.min(receivedAtOnce, left.size + others.size)
      const batch = await receiver.receiveMessages(atOnce, { maxWaitTimeInMs: waitMs, abortSignal: signal })
      let isNews = false
      for (const message of batch) {
        const sequence = String(message.sequenceNumber)
        isNews ||= !others.has(sequence) && BigInt(sequence) <= newest
        if (left.has(sequence) && !signal.aborted && !settled.ended) await tryOne(message, sequence)
        else others.set(sequence, message)
      }
      // behind the last chosen one, or round once: what is left does not come
      if (!isNews) break
    }
  } catch (error) {
    if (!signal.aborted) settled.ended = tell(error)
  }
  // where that fails the locks run out by themselves
  await Promise.allSettled([...others.values()].map((message) => receiver.abandonMessage(message)))
  return { ...settled, untouched: [...left] }
}
