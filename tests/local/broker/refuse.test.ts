import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { ServiceBusClient } from '@azure/service-bus'
import { type EventContext, type Sender, type Session, message as amqp, types } from 'rhea'
import { until } from '../../support/until'
import { BrokerSetup, failure, queueName } from './harness'
import { rawConnection } from './raw'

const inOneHour = () => Math.floor(Date.now() / 1000) + 3600

/** A signature of the broker's key, made by hand as Microsoft's documentation describes it. */
function signature(
  resource: string,
  { expiry = inOneHour(), key = 'SAS_KEY_VALUE', name = 'RootManageSharedAccessKey' } = {},
) {
  const sr = encodeURIComponent(resource)
  const sig = createHmac('sha256', key).update(`${sr}\n${expiry}`).digest('base64')
  return `SharedAccessSignature sr=${sr}&sig=${encodeURIComponent(sig)}&se=${expiry}&skn=${name}`
}

/** What a client gets that peeks at the queue with a signature. */
async function peekWith(setup: BrokerSetup, sas: string, queue = queueName): Promise<unknown> {
  const endpoint = `Endpoint=sb://localhost:${setup.broker.port}`
  const client = new ServiceBusClient(`${endpoint};SharedAccessSignature=${sas};UseDevelopmentEmulator=true`, {
    retryOptions: { maxRetries: 0 },
  })
  try {
    return await client.createReceiver(queue).peekMessages(1)
  } finally {
    await client.close()
  }
}

describe('tokens', () => {
  test('a signature opens what its address covers', async () => {
    await using setup = await BrokerSetup.open()
    const address = `sb://localhost:${setup.broker.port}/`
    for (const resource of [address, `${address}${queueName}`, address.replace('sb:', 'http:').toUpperCase()]) {
      expect(await peekWith(setup, signature(resource))).toEqual([])
    }
  })

  test.each([
    ['another key', 'InvalidSignature', { key: 'WRONG' }],
    ['another key name', 'InvalidSignature', { name: 'Other' }],
    ['an expired signature', 'ExpiredToken', { expiry: inOneHour() - 3601 }],
  ])('%s is refused with 401', async (_, reason, options) => {
    await using setup = await BrokerSetup.open()
    const sas = signature(`sb://localhost:${setup.broker.port}/`, options)
    const { code, message } = await failure(peekWith(setup, sas))
    expect([code, message]).toEqual(['UnauthorizedAccess', expect.stringContaining(reason)])
    expect(setup.log.join('\n')).toContain(reason)
    // who may not ask is not told what exists
    expect((await failure(peekWith(setup, sas, 'nowhere'))).code).toBe('UnauthorizedAccess')
  })

  test('a signature for another address, and none at all, are refused with 401', async () => {
    await using setup = await BrokerSetup.open()
    const address = `sb://localhost:${setup.broker.port}`
    for (const resource of [`${address}/other`, `${address}/wo`]) {
      expect((await failure(peekWith(setup, signature(resource)))).message).toContain('InvalidAudience')
    }
    expect((await failure(peekWith(setup, 'SharedAccessSignature sr=%'))).message).toContain('InvalidSignature')
  })

  test.each([
    ['a signature', 'sb://localhost/nowhere', 404, signature('sb://localhost/')],
    ['a signature', 'sb://localhost/work', 202, signature('sb://localhost/')],
    ['a token of Entra', 'sb://localhost/work', 501, 'eyJ0eXAi.eyJhdWQi.c2ln'],
  ])('putting %s for %s is answered with %i', async (_, name, status, body) => {
    await using setup = await BrokerSetup.open()
    await using connection = await rawConnection(setup)
    const replies = connection.open_receiver({ source: '$cbs', name: 'replies' })
    const requests = connection.open_sender('$cbs')
    await once(requests, 'sendable')
    const reply = once(replies, 'message')
    const application_properties = { operation: 'put-token', type: 'jwt', name }
    requests.send({ reply_to: 'replies', message_id: '1', application_properties, body })
    const [{ message }] = (await reply) as [EventContext]
    expect(message?.application_properties?.['status-code']).toBe(status)
  })
})

test('a message that is too large is refused while it comes', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const session = connection.create_session()
  session.begin()
  const sender = session.open_sender({ target: queueName, autosettle: false })
  await once(sender, 'sendable')
  const { outgoing } = session as unknown as Session & {
    outgoing: { transfer_window(): number; next_transfer_id: number }
  }
  const window = outgoing.transfer_window.bind(outgoing)
  outgoing.transfer_window = () => Math.min(window(), 6 - outgoing.next_transfer_id) // six of sixteen frames
  const rejected = once(sender, 'rejected')
  sender.send(amqp.encode({ body: 'x'.repeat(1_000_000) }), undefined, 0)
  const [{ delivery }] = (await rejected) as [EventContext]
  expect(JSON.stringify(delivery?.remote_state)).toContain('amqp:link:message-size-exceeded')
  expect(outgoing.next_transfer_id).toBe(6)

  outgoing.transfer_window = window
  const accepted = once(sender, 'accepted')
  sender.send({ body: 'small' })
  await accepted
  expect(setup.counts.active).toBe(1)
})

test('a client that speaks TLS is told in the log what to set', async () => {
  await using setup = await BrokerSetup.open()
  connectTls(setup.broker.port, 'localhost').on('error', () => {})
  await until('the broker says it', () => setup.log.some((line) => line.includes('UseDevelopmentEmulator=true')))
  expect(setup.log.join('\n')).toContain('TLS')
})

describe('by name', () => {
  const transactions = ['amqp:not-implemented', 'The local broker does not support transactions.']

  test.each([0x30, 'amqp:coordinator:list'])('transactions, with the descriptor %s', async (descriptor) => {
    await using setup = await BrokerSetup.open()
    await using connection = await rawConnection(setup)
    const session = connection.create_session() as unknown as { begin(): void; create_sender(name: string): Sender }
    const sender = session.create_sender('coordinator')
    const code = typeof descriptor === 'number' ? types.wrap_ulong(descriptor) : types.wrap_symbol(descriptor)
    const { attach } = (sender as unknown as { local: { attach: { source: unknown; target: unknown } } }).local
    sender.set_source({ address: 'me' })
    attach.target = types.described(code, types.wrap_list([]))
    sender.on('sender_error', () => {})
    session.begin()
    ;(sender as unknown as { attach(): void }).attach()
    await once(sender, 'sender_close')
    const { condition, description } = sender.error as { condition: string; description: string }
    expect([condition, description]).toEqual(transactions)
  })

  test('sessions: their receivers, and what they ask', async () => {
    await using setup = await BrokerSetup.open()
    const client = setup.client()
    expect((await failure(client.acceptNextSession(queueName))).message).toContain('does not support sessions')
    setup.log.length = 0
    await failure(client.acceptSession(queueName, 's')) // the SDK drops the reason: it says that the session may be locked
    expect(setup.log.join('\n')).toContain('does not support sessions')
    await using connection = await rawConnection(setup)
    const replies = connection.open_receiver({ source: `${queueName}/$management`, target: 'me' })
    const requests = connection.open_sender(`${queueName}/$management`)
    await once(requests, 'sendable')
    for (const name of ['get-message-sessions', 'renew-session-lock', 'get-session-state', 'set-session-state']) {
      const reply = once(replies, 'message')
      const application_properties = { operation: `com.microsoft:${name}` }
      requests.send({ reply_to: 'me', message_id: name, application_properties, body: {} })
      const [{ message }] = (await reply) as [EventContext]
      expect(message?.application_properties).toMatchObject({
        statusCode: 501,
        statusDescription: `The local broker does not support sessions, nor the operation '${name}'.`,
        errorCondition: 'amqp:not-implemented',
      })
    }
  })
})
