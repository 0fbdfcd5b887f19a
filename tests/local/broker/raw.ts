import { once } from 'node:events'
import { type Connection, type EventContext, create_container } from 'rhea'
import { type BrokerSetup, queueName } from './harness'

/** A plain AMQP client, for frames that the SDK never sends or hides. */
export async function rawConnection(setup: BrokerSetup, options: object = {}): Promise<Connection & AsyncDisposable> {
  const settings = { port: setup.broker.port, reconnect: false, username: 'k', ...options }
  const connection = create_container().connect(settings)
  connection.on('disconnected', () => {})
  await once(connection, 'connection_open')
  const close = async () => {
    connection.close()
    await once(connection, 'connection_close')
  }
  return Object.assign(connection, { [Symbol.asyncDispose]: close })
}

export async function openReceiver(connection: Connection, options: object = {}) {
  const settings = { source: queueName, credit_window: 0, autoaccept: false, snd_settle_mode: 0, rcv_settle_mode: 1 }
  const receiver = connection.open_receiver({ ...settings, ...options } as object)
  const messages: EventContext[] = []
  receiver.on('message', (context: EventContext) => messages.push(context))
  await once(receiver, 'receiver_open')
  return { receiver, messages }
}
