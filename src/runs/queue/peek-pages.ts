import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'
import Long from 'long'

/** Service Bus answers a peek with at most 250 messages. */
const peekedAtOnce = 250

/**
 * Peeks page after page, the oldest messages first, and takes none. Names the first sequence number itself: without it the SDK
 * continues where the last peek of this client ended, also on a new receiver. `most`: how many somebody wants to see.
 */
export async function* peekPages(
  receiver: ServiceBusReceiver,
  { from = Long.ONE, most = peekedAtOnce } = {},
): AsyncGenerator<ServiceBusReceivedMessage[]> {
  for (let next = from; ;) {
    const page = await receiver.peekMessages(Math.min(most, peekedAtOnce), { fromSequenceNumber: next })
    const last = page.at(-1)?.sequenceNumber
    if (!last) return
    yield page
    next = last.add(1)
  }
}
