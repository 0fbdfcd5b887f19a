import type { QueueRuntimeProperties } from '@azure/service-bus'
import Long from 'long'
import { brokerSentence, sdkError } from '../dlq/broker-sentence'
import { connectBroker } from '../dlq/access'
import { connectAdministration } from './administration'
import { failed, type Finding, type Look, notChecked, ok, silentMs, tokenMs, warning } from './check'
import type { Bus } from './installation'
import { at, judgeQueue } from './queue-properties'

const reachRemedy =
  'Look at the name of the namespace (TENANTPILOT_SERVICEBUS), and whether it is open to this network.'
const signInRemedy = 'Run "az login", and "az account set" where you have several subscriptions.'
const busRemedy =
  'Set TENANTPILOT_SERVICEBUS to the name of the namespace, NAME.servicebus.windows.net, and sign in with "az login".'

/** What a queue is, what lies in it, and whether one may look into it. `bus`: undefined where nobody said it. */
export function queueLooks(bus: Bus | undefined, queue: string): Look[] {
  return [propertiesLook(bus, queue), receivingLook(bus, queue)]
}

/** A namespace is asked with a token of `az`. */
const withinMs = (bus: Bus | undefined) => (bus && 'namespace' in bus.place ? tokenMs + silentMs : silentMs)

function propertiesLook(bus: Bus | undefined, queue: string): Look {
  return {
    names: [`queue ${queue}`, `messages of ${queue}`],
    remedy: reachRemedy,
    withinMs: withinMs(bus),
    async look(abortSignal): Promise<Finding[]> {
      if (!bus) return [notChecked('Nobody said which Service Bus it is.', busRemedy)]
      const client = await connectAdministration(bus)
      try {
        const [properties, counts] = await Promise.all([
          client.getQueue(queue, { abortSignal }),
          client.getQueueRuntimeProperties(queue, { abortSignal }),
        ])
        return [judgeQueue(queue, properties), judgeCounts(counts)]
      } catch (error) {
        abortSignal.throwIfAborted()
        return [refusedProperties(error, queue)]
      }
    },
  }
}

function judgeCounts({ activeMessageCount, deadLetterMessageCount }: QueueRuntimeProperties): Finding {
  const says = `${activeMessageCount} are active, ${deadLetterMessageCount} are dead letters.`
  return deadLetterMessageCount > 0 ? warning(says, 'Look at them: dlq list.') : ok(says)
}

/** What a reader can run, who has no right on the data. */
const showCommand = (queue: string) =>
  `az servicebus queue show ${at(queue)} --query "{sessions:requiresSession,duplicateDetection:requiresDuplicateDetection,partitions:enablePartitioning,lock:lockDuration,deliveries:maxDeliveryCount,status:status,messages:countDetails}"`

function refusedProperties(error: unknown, queue: string): Finding {
  const { statusCode, name, message } = Object(error) as { statusCode?: unknown; name?: unknown; message?: unknown }
  if (statusCode === 401 || statusCode === 403)
    return notChecked(
      /claims? /i.test(String(message))
        ? 'It cannot be told: to read its properties needs the right Manage, which "Azure Service Bus Data Receiver" lacks.'
        : `It cannot be told: Service Bus does not let in this caller, or this network (${statusCode}).`,
      `Look yourself, as a Reader: ${showCommand(queue)}`,
    )
  if (statusCode === 404) return failed(noQueue, createRemedy(queue))
  return /Credential|Authentication/.test(String(name))
    ? notChecked(brokerSentence(error, queue), signInRemedy)
    : failed(brokerSentence(error, queue), reachRemedy)
}

const noQueue = 'There is no such queue.'
const createRemedy = (queue: string) =>
  `Create it as docs/deploying.md says, or say its name in SYNC_QUEUE or INTERACTIVE_QUEUE: az servicebus queue create ${at(queue)} --max-delivery-count 10 --lock-duration PT1M --enable-session false --enable-duplicate-detection false --enable-partitioning false`

function receivingLook(bus: Bus | undefined, queue: string): Look {
  return {
    names: [`receiving from ${queue}`],
    remedy: reachRemedy,
    withinMs: withinMs(bus),
    async look(abortSignal): Promise<Finding[]> {
      if (!bus) return [notChecked('Nobody said which Service Bus it is.', busRemedy)]
      const client = await connectBroker(bus.place)
      try {
        await client.createReceiver(queue).peekMessages(1, { fromSequenceNumber: Long.ONE, abortSignal })
        return [ok('You may look into it, and so receive.')]
      } catch (error) {
        abortSignal.throwIfAborted()
        return [refusedReceiving(error, queue)]
      } finally {
        // never awaited: closing a silent connection may take for ever
        client.close().catch(() => {})
      }
    },
  }
}

function refusedReceiving(error: unknown, queue: string): Finding {
  const { code, name } = sdkError(error)
  const says = brokerSentence(error, queue)
  if (code === 'UnauthorizedAccess')
    return warning(
      says,
      'Assign "Azure Service Bus Data Receiver" to yourself for dlq. "readiness" says whether the app itself may.',
    )
  if (code === 'MessagingEntityNotFound') return failed(noQueue, createRemedy(queue))
  if (/Credential|Authentication/.test(String(name))) return notChecked(says, signInRemedy)
  return failed(says, `See "queue ${queue}". ${reachRemedy}`)
}
