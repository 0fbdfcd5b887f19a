import {
  ServiceBusAdministrationClient,
  type ServiceBusAdministrationClientOptions,
  ServiceBusClient,
} from '@azure/service-bus'
import { connect } from 'node:tls'
import { until } from '../../support/until'
import { BrokerSetup, failure, queueName } from './harness'

/** An administration client that trusts the broker, and does nothing again. */
const clientOf = (
  { broker }: BrokerSetup,
  connectionString = broker.connectionString,
  more: ServiceBusAdministrationClientOptions = {},
) =>
  new ServiceBusAdministrationClient(connectionString, {
    tlsOptions: { ca: broker.certificate },
    retryOptions: { maxRetries: 0 },
    ...more,
  })

/** Another key in the connection string. */
const asKey = ({ broker }: BrokerSetup, name: string, key = 'SAS_KEY_VALUE') =>
  broker.connectionString.replace(
    /SharedAccessKeyName=.*;Use/,
    `SharedAccessKeyName=${name};SharedAccessKey=${key};Use`,
  )

test('the unmodified client reads what a queue is, and counts its messages', async () => {
  await using setup = await BrokerSetup.open({ LockDuration: 'PT30S' })
  const { sender, receiver } = setup.pair()
  await sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }])
  await sender.scheduleMessages({ body: 4 }, new Date(setup.clock.now() + 60_000))
  const [first] = await receiver.receiveMessages(1)
  await receiver.deadLetterMessage(first!)
  const client = clientOf(setup)
  expect(await client.getQueue(queueName)).toMatchObject({
    name: queueName,
    requiresSession: false,
    requiresDuplicateDetection: false,
    enablePartitioning: false,
    lockDuration: 'PT30S',
    defaultMessageTimeToLive: 'PT1H',
    maxDeliveryCount: 10,
    deadLetteringOnMessageExpiration: true,
    status: 'Active',
  })
  expect(await client.getQueueRuntimeProperties(queueName.toUpperCase())).toMatchObject({
    activeMessageCount: 2,
    deadLetterMessageCount: 1,
    scheduledMessageCount: 1,
    totalMessageCount: 4,
  })
})

test.each([
  [{ RequiresSession: true }, { requiresSession: true }, /sessions \(RequiresSession\)/],
  [
    { RequiresDuplicateDetection: true, EnablePartitioning: true },
    { requiresDuplicateDetection: true, enablePartitioning: true },
    /duplicate detection \(.*\) and partitions/,
  ],
  [{ Status: 'Disabled' as const }, { status: 'Disabled' }, /is disabled/],
])('a queue with %j is told of, and no link to it is opened', async (properties, told, why) => {
  await using setup = await BrokerSetup.open(properties)
  expect(await clientOf(setup).getQueue(queueName)).toMatchObject(told)
  const client = new ServiceBusClient(setup.broker.connectionString, { retryOptions: { maxRetries: 0 } })
  expect((await failure(client.createReceiver(queueName).peekMessages(1))).message).toMatch(why)
  expect((await failure(client.createSender(queueName).sendMessages({ body: 1 }))).message).toMatch(why)
  await client.close()
})

test('who has no right to manage, or no valid key, is refused before it is said what exists', async () => {
  await using setup = await BrokerSetup.open()
  const refused = (key: string) => failure(clientOf(setup, key).getQueue('nowhere'))
  expect(await refused(asKey(setup, 'SendListen'))).toEqual({
    code: 'UnauthorizedRequestError',
    message: 'Manage,EntityRead claims required for this operation.',
  })
  expect(await refused(asKey(setup, 'RootManageSharedAccessKey', 'hunter2'))).toMatchObject({
    code: 'UnauthorizedRequestError',
    message: expect.stringMatching(/^InvalidSignature/),
  })
  const withoutToken = await fetchWith(setup, `GET /${queueName} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(withoutToken).toMatch(/^HTTP\/1.1 401 [^]*MissingToken/)
  expect(await failure(clientOf(setup).getQueue('nowhere'))).toMatchObject({ code: 'MessageEntityNotFoundError' })
})

test('a key that may only send and listen sends and receives', async () => {
  await using setup = await BrokerSetup.open()
  const client = new ServiceBusClient(asKey(setup, 'SendListen'))
  await client.createSender(queueName).sendMessages({ body: 'x' })
  expect(await client.createReceiver(queueName).peekMessages(1)).toHaveLength(1)
  await client.close()
})

test('everything else is refused by name', async () => {
  await using setup = await BrokerSetup.open()
  const client = clientOf(setup)
  const attempts = [client.createQueue('new'), client.deleteQueue(queueName), client.getNamespaceProperties()]
  const said = await Promise.all(attempts.map(async (each) => (await failure(each)).message))
  expect(said.map((message) => message.slice(0, 44))).toEqual([
    'The local broker does not support PUT by its',
    'The local broker does not support DELETE by ',
    "The local broker does not support '$namespac",
  ])
  expect((await failure(client.getTopic('t/Subscriptions/s'))).message).toMatch(/topics and subscriptions/)
  expect(await client.getQueue(queueName)).toMatchObject({ status: 'Active' })
})

test('a client that does not know the certificate is told so by its TLS, and the broker goes on', async () => {
  await using setup = await BrokerSetup.open()
  const stranger = clientOf(setup, setup.broker.connectionString, { tlsOptions: {} })
  expect(await failure(stranger.getQueue(queueName))).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(await clientOf(setup).getQueue(queueName)).toMatchObject({ status: 'Active' })
})

test('a client that sends no HTTP over TLS is refused, and the log says so', async () => {
  await using setup = await BrokerSetup.open()
  await fetchWith(setup, 'hello\r\n\r\n')
  await until('the broker says it', () => setup.log.length > 0)
  expect(setup.log.join('\n')).toContain('sent no request')
})

/** Sends bytes over TLS, and returns what comes until the end. */
function fetchWith({ broker }: BrokerSetup, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect({ port: broker.port, host: 'localhost', ca: broker.certificate }, () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.on('error', () => {}).on('close', () => resolve(text))
  })
}
