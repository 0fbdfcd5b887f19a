import type { ServiceBusClient } from '@azure/service-bus'

const queues = ['intune-sync-queue', 'intune-operations-queue'] as const

/** Returns the reasons of the dead letters of both queues, at most 250 of each queue. */
export async function deadLetters(bus: ServiceBusClient): Promise<string[]> {
  const reasons: string[] = []
  for (const queue of queues) {
    const receiver = bus.createReceiver(queue, { subQueueType: 'deadLetter' })
    const messages = await receiver.peekMessages(250).finally(() => receiver.close())
    for (const { body, deadLetterReason } of messages)
      reasons.push(`${queue}: ${deadLetterReason ?? 'no reason'} ${JSON.stringify(body)}`)
  }
  return reasons
}
