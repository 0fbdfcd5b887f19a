import { type EventContext, type Receiver, type Sender, message, types } from 'rhea'
import { type BrokerError, notImplemented, toBrokerError } from './errors'
import { answer } from './settler'

export interface Reply {
  status: number
  description: string
  body?: unknown
}

type Fields = Record<string, unknown>

/** What an address can be asked, by the name of the operation. */
export type Operations<Body = Fields> = Record<string, (body: Body, properties: Fields) => Reply>

const initialCredit = 100

/** The reply links of one connection. */
export class ReplyLinks {
  readonly #links = new Set<Sender>()

  add(sender: Sender): void {
    this.#links.add(sender)
    sender.on('sender_close', () => this.#links.delete(sender))
  }

  /**
   * Returns the link for the reply to a request. JavaScript names it in reply-to: by its name on `$cbs`, by its target address on
   * `$management`. Python sends no reply-to, and means the link of the same session and address.
   */
  find(request: Receiver, replyTo: unknown): Sender | undefined {
    const isMeant = ({ name, session, source, target }: Sender) =>
      typeof replyTo === 'string'
        ? name === replyTo || target?.address === replyTo
        : session === request.session && source.address === request.target.address
    return [...this.#links].findLast(isMeant)
  }
}

/** Serves a link with requests. An unknown operation is answered with an error that names it; `log` gets all that fails. */
export function serveRequests<Body>(
  receiver: Receiver,
  replies: ReplyLinks,
  operations: Operations<Body>,
  log: (line: string) => void,
): void {
  receiver.add_credit(initialCredit)
  receiver.on('message', (context: EventContext) => {
    const request = message.decode(context.message as unknown as Buffer)
    receiver.add_credit(1)
    if (context.delivery) answer(context.delivery, { kind: 'accepted' })
    const reply = perform(operations, request.body as Body, request.application_properties ?? {})
    if (reply instanceof Error) log(`refused a request: ${reply.message}`)
    const id: unknown = request.message_id ?? request.correlation_id
    replies.find(receiver, request.reply_to)?.send(encode(reply, id), undefined, 0)
  })
}

function perform<Body>(operations: Operations<Body>, body: Body, properties: Fields): Reply | BrokerError {
  try {
    const operation = String(properties.operation)
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined
    if (!run) throw unknown(operation.replace('com.microsoft:', ''))
    return run(body, properties)
  } catch (error) {
    return toBrokerError(error)
  }
}

function unknown(operation: string): BrokerError {
  return notImplemented(`${operation.includes('session') ? 'sessions, nor ' : ''}the operation '${operation}'`)
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
