import { types } from 'rhea'
import type { Entity } from './entity'
import { deliveryInfo, withoutEmptyReasons } from './entry'
import { BrokerError, notImplemented } from './errors'
import { checkSize } from './links'
import { encodeMessage, parseMessage, withDeliveryAnnotation } from './message'
import type { Queue } from './queue'
import type { Operations, Reply } from './requests'
import { tokenOfUuid, uuidOf } from './tokens'

type Body = Record<string, unknown>

const [timestampCode, longCode] = [0x83, 0x81]

/** A peek returns fewer messages than requested when they would exceed this size. */
const maxPeekBytes = 1024 * 1024

/** Creates the operations of an entity's `$management` address. */
export function managementOf({ name, queue }: Entity): Operations {
  return {
    'com.microsoft:renew-lock': (body) => {
      const tokens = tokensOf(body)
      const until = queue.renew(tokens)
      const expirations = tokens.map(() => until)
      return ok({ expirations: types.wrap_array(expirations, timestampCode, undefined) })
    },
    'com.microsoft:peek-message': (body) => peek(queue, body),
    'com.microsoft:schedule-message': (body) => {
      if (name.endsWith('/$DeadLetterQueue')) throw notImplemented(`scheduling to a dead-letter queue: '${name}'`)
      return schedule(queue, body)
    },
    'com.microsoft:cancel-scheduled-message': (body) => {
      queue.cancel(listIn(body, 'sequence-numbers').map(numberOf))
      return ok()
    },
    'com.microsoft:receive-by-sequence-number': (body) => receiveDeferred(queue, body),
    'com.microsoft:update-disposition': (body) => updateDisposition(queue, body),
  }
}

function ok(body?: unknown): Reply {
  return { status: 200, description: 'OK', body }
}

function peek(queue: Queue, body: Body): Reply {
  const count = Number(body['message-count'] ?? 1)
  const messages: { message: Buffer }[] = []
  let bytes = 0
  for (const entry of queue.peek(numberOf(body['from-sequence-number']))) {
    const message = encodeMessage(entry.message, deliveryInfo(entry), Boolean(body['omit-message-body']))
    bytes += message.length
    if (messages.length >= count || (messages.length > 0 && bytes > maxPeekBytes)) break
    messages.push({ message })
  }
  return messages.length > 0 ? ok({ messages }) : { status: 204, description: 'No content' }
}

function schedule(queue: Queue, body: Body): Reply {
  const messages = listIn(body, 'messages').map((item) => {
    const data = (item as Body)['message'] as Buffer
    checkSize(data.length)
    return parseMessage(data)
  })
  const numbers = queue.schedule(messages)
  return ok({ 'sequence-numbers': types.wrap_array(numbers, longCode, undefined) })
}

/** The token is sent twice: the Go client reads it from the message, the others beside it. Settle mode 0 is receive-and-delete. */
function receiveDeferred(queue: Queue, body: Body): Reply {
  const numbers = listIn(body, 'sequence-numbers').map(numberOf)
  const peekLock = body['receiver-settle-mode'] !== 0
  const entries = peekLock ? queue.receiveDeferred(numbers) : queue.takeDeferred(numbers)
  const messages = entries.map((entry) => {
    if (!peekLock) return { message: encodeMessage(entry.message, deliveryInfo(entry)) }
    const token = types.wrap_uuid(uuidOf(entry.token))
    const message = withDeliveryAnnotation(entry.message, 'x-opt-lock-token', token)
    return {
      'lock-token': token,
      message: encodeMessage(message, { ...deliveryInfo(entry), lockedUntil: entry.due }),
    }
  })
  return ok({ messages })
}

/** Settles messages whose link is closed, and deferred ones. `defered` is the spelling of the protocol. */
function updateDisposition(queue: Queue, body: Body): Reply {
  const status = String(body['disposition-status'])
  const changes = new Map(Object.entries((body['properties-to-modify'] ?? {}) as Body))
  if (status === 'suspended') {
    changes.set('DeadLetterReason', body['deadletter-reason'])
    changes.set('DeadLetterErrorDescription', body['deadletter-description'])
  }
  const typed = withoutEmptyReasons(new Map([...changes].map(([k, value]) => [k, types.wrap(value)])))
  for (const token of tokensOf(body)) {
    if (status === 'completed') queue.complete(token)
    else if (status === 'abandoned') queue.abandon(token, typed)
    else if (status === 'suspended') queue.deadLetter(token, typed)
    else if (status === 'defered') queue.defer(token, typed)
    else throw notImplemented(`the operation 'update-disposition' to '${status}'`)
  }
  return ok()
}

function tokensOf(body: Body): string[] {
  return listIn(body, 'lock-tokens').map((token) => tokenOfUuid(token as Buffer))
}

function listIn(body: Body, key: string): unknown[] {
  const list = body[key]
  if (!Array.isArray(list)) throw new BrokerError('com.microsoft:argument-error', `'${key}' is missing in the request.`)
  return list
}

/** Converts a long. rhea returns bytes for values above 2^53; no sequence number is that large. */
function numberOf(long: unknown): number {
  return typeof long === 'number' ? long : Infinity
}
