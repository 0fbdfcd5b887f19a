import { type EventContext, type Receiver, type Sender, message, types } from 'rhea'
import { type BrokerError, notImplemented, toBrokerError } from './errors'
import { answer } from './settler'

export interface Reply {
  status: number
  description: string
  body?: unknown
}

export type Operations = Record<string, (body: Record<string, unknown>) => Reply>

const initialCredit = 100

/** The reply links of one connection, found by the reply-to of a request. */
export class ReplyLinks {
  readonly #links = new Map<string, Sender>()

  /** Adds a link under its name (reply-to for `$cbs`) and its target address (reply-to for `$management`). */
  add(sender: Sender): void {
    this.#links.set(sender.name, sender)
    const target: unknown = sender.target?.address
    if (typeof target === 'string' && target !== '') this.#links.set(target, sender)
    sender.on('sender_close', () => {
      for (const [key, link] of this.#links) if (link === sender) this.#links.delete(key)
    })
  }

  get(replyTo: unknown): Sender | undefined {
    return typeof replyTo === 'string' ? this.#links.get(replyTo) : undefined
  }
}

/** Serves a link with requests. An unknown operation is answered with an error that names it. */
export function serveRequests(receiver: Receiver, replies: ReplyLinks, operations: Operations): void {
  receiver.add_credit(initialCredit)
  receiver.on('message', (context: EventContext) => {
    const request = message.decode(context.message as unknown as Buffer)
    receiver.add_credit(1)
    if (context.delivery) answer(context.delivery, { kind: 'accepted' })
    const operation = String(request.application_properties?.operation)
    const reply = perform(operations, operation, request.body as Record<string, unknown>)
    const id: unknown = request.message_id ?? request.correlation_id
    replies.get(request.reply_to)?.send(encode(reply, id), undefined, 0)
  })
}

function perform(operations: Operations, operation: string, body: Record<string, unknown>): Reply | BrokerError {
  try {
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined
    if (!run) throw notImplemented(`the operation '${operation.replace('com.microsoft:', '')}'`)
    return run(body)
  } catch (error) {
    return toBrokerError(error)
  }
}

/** Writes both spellings of the status, for `$cbs` and `$management`. A 410 needs `errorCondition`, else it means a stolen link. */
function encode(reply: Reply | BrokerError, correlationId: unknown): Buffer {
  const failed = reply instanceof Error
  const description = failed ? reply.message : reply.description
  const code = types.wrap_int(reply.status)
  return message.encode({
    correlation_id: correlationId,
    application_properties: {
      statusCode: code,
      'status-code': code,
      statusDescription: description,
      'status-description': description,
      ...(failed && { errorCondition: types.wrap_symbol(reply.condition) }),
    },
    body: failed ? undefined : reply.body,
  })
}
