import type { Connection, EventContext, Receiver, Sender, Session } from 'rhea'
import { confirm } from './attach'
import { cbsAddress, cbsOf } from './cbs'
import { claimKey, Claims } from './claims'
import type { Consumer, Entities, Entity } from './entity'
import { type BrokerError, linkDetached, notImplemented, toBrokerError } from './errors'
import { receiveFrom, refuse, sendTo } from './links'
import { managementOf } from './management'
import { ReplyLinks, serveRequests } from './requests'
import { writeAllFields } from './rhea-fields'
import { coordinatorAddress, prepareReceiving } from './rhea-incoming'
import { prepareSending } from './rhea-internals'
import { limitDispositions, limitFrames } from './rhea-limits'

interface OpenConsumer {
  session: Session
  entity: Entity
  consumer: Consumer
}

interface OpenLink {
  /** Of its claim. */
  key: string
  /** Tells its queue that it is gone. */
  leave: () => void
}

/** The largest frame, in bytes: that of the service. */
export const maxFrameSize = 65_536

interface Served {
  entities: Entities
  /** Checks the tokens of Entra. */
  publicKey: string | undefined
  log: (line: string) => void
}

/** Serves one client connection: attaches its links to queues, or closes them with an error. */
export function serveConnection(connection: Connection, { entities, publicKey, log }: Served): void {
  const links = new Map<Sender | Receiver, OpenLink>()
  const claims = new Claims((key) => {
    for (const [link, open] of links) if (open.key === key) detach(link)
  })
  const replies = new ReplyLinks()
  const consumers = new Map<Sender, OpenConsumer>()
  const on = (event: string, handle: (context: EventContext) => void) => connection.on(event, handle)

  const serveSession = (session: Session) => {
    for (const open of consumers.values()) if (open.session === session) open.entity.addConsumer(open.consumer)
  }
  const removeConsumers = (matches: (open: OpenConsumer, sender: Sender) => boolean) => {
    for (const [sender, open] of consumers) {
      if (!matches(open, sender)) continue
      consumers.delete(sender)
      open.entity.removeConsumer(open.consumer)
    }
  }

  const forget = (matches: (link: Sender | Receiver) => boolean) => {
    removeConsumers((_, sender) => matches(sender))
    for (const [link, { leave }] of links) {
      if (!matches(link)) continue
      links.delete(link)
      leave()
    }
  }

  writeAllFields(connection)
  limitFrames(connection, maxFrameSize, ({ message }) => {
    log(`a client violated the AMQP protocol: ${message}`)
    removeConsumers(() => true)
  })
  on('session_open', ({ session }) => {
    if (!session) return
    prepareSending(session, () => serveSession(session))
    prepareReceiving(session, refuse)
    limitDispositions(session)
  })
  on('receiver_open', ({ receiver }) => {
    if (receiver) attach(receiver, () => openReceiver(receiver))
  })
  on('sender_open', ({ sender }) => {
    if (sender) attach(sender, () => openSender(sender))
  })
  on('sender_close', ({ sender }) => {
    if (sender) forget((link) => link === sender)
  })
  on('receiver_close', ({ receiver }) => {
    if (receiver) forget((link) => link === receiver)
  })
  on('session_close', ({ session }) => forget((link) => link.session === session))
  on('connection_close', () => forget(() => true))
  on('disconnected', () => {
    forget(() => true)
    claims.end()
  })
  for (const event of ['sender_error', 'receiver_error', 'session_error', 'connection_error']) on(event, () => {})
  for (const event of ['error', 'protocol_error'])
    connection.on(event, (error: Error) => log(`a client violated the AMQP protocol: ${error.message}`))

  function openReceiver(receiver: Receiver): void {
    const address: unknown = receiver.target?.address
    if (address === coordinatorAddress) throw notImplemented('transactions')
    if (address === cbsAddress) return serveRequests(receiver, replies, cbsOf(entities, { claims, publicKey }), log)
    const { entity, management } = opened(receiver, address, 'send')
    if (management) serveRequests(receiver, replies, managementOf(entity), log)
    else receiveFrom(receiver, entity)
  }

  function openSender(sender: Sender): void {
    const address: unknown = sender.source?.address
    if (address === cbsAddress) return replies.add(sender)
    const { entity, management } = opened(sender, address, 'receive')
    if (management) return replies.add(sender)
    consumers.set(sender, { session: sender.session, entity, consumer: sendTo(sender, entity) })
  }

  function opened(link: Sender | Receiver, address: unknown, way: 'send' | 'receive') {
    const found = entities.at(address)
    const close = (error: BrokerError) => {
      removeConsumers((_, one) => one === link)
      link.close(error.amqp)
    }
    const leave = found.entity.addLink({ way: found.management ? 'manage' : way, close })
    links.set(link, { key: claimKey(address), leave })
    return found
  }

  /** Ends a link whose token has ended, as the service does. */
  function detach(link: Sender | Receiver): void {
    log(`detached a link: the token for '${links.get(link)?.key}' has expired`)
    forget((one) => one === link)
    link.close(linkDetached(link.name).amqp)
  }

  function attach(link: Sender | Receiver, open: () => void): void {
    try {
      open()
      confirm(link) // only after success: AMQP marks a refused link by missing source and target
    } catch (error) {
      const brokerError = toBrokerError(error)
      log(`rejected a link: ${brokerError.message}`)
      link.close(brokerError.amqp)
    }
  }
}
