import Long from 'long'
import { peekPages } from '../../src/runs/queue/peek-pages'
import { atMost } from '../../src/shared/timeout'
import { type BrokerPlace, connectBroker } from './access'
import { copyOf } from './copy'
import { type Letter, toLetter } from './letter'
import { receiveChosen, type Settled, type SettleOptions } from './settle'
import { brokerSentence } from './broker-sentence'

/** The dead letters of a queue. Everything throws one sentence that says what to do. */
export interface DeadLetters {
  readonly queue: string
  /** Looks at them, the oldest first, and takes none: their delivery counts stay. `from`: the first sequence number. */
  peek(from?: string): AsyncGenerator<Letter>
  /** Sends a copy of each chosen one to the queue, and then removes it: a crash leaves two, never none. */
  resend(chosen: readonly string[], options: SettleOptions): Promise<Settled>
  /** Removes the chosen ones. */
  remove(chosen: readonly string[], options: SettleOptions): Promise<Settled>
  close(): Promise<void>
}

/** What closing the connections may take. Milliseconds. */
const closeMs = 1_000

/** Makes a client of the dead letters of a queue. Connects on first use. */
export async function openDeadLetters(place: BrokerPlace, queue: string): Promise<DeadLetters> {
  const client = await connectBroker(place)
  // unparsed, so that a copy has the same bytes
  const receiver = client.createReceiver(queue, { subQueueType: 'deadLetter', skipParsingBodyAsJson: true })
  const sender = client.createSender(queue)
  return {
    queue,
    async *peek(from = '1') {
      try {
        for await (const page of peekPages(receiver, { from: Long.fromString(from) }))
          for (const message of page) yield toLetter(queue, message)
      } catch (error) {
        throw new Error(brokerSentence(error, queue), { cause: error })
      }
    },
    resend: (chosen, options) =>
      receiveChosen(receiver, chosen, options, async (message) => {
        await sender.sendMessages(copyOf(message))
        await receiver.completeMessage(message)
      }),
    remove: (chosen, options) =>
      receiveChosen(receiver, chosen, options, (message) => receiver.completeMessage(message)),
    close: () => atMost(closeMs, client.close()),
  }
}
