import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServiceBusClient } from '@azure/service-bus'
import { appIdentity, makeIdentityKeys } from '../../../local/identity/identities'
import { signToken } from '../../../local/identity/tokens'
import { type Broker, startBroker } from '../../../local/broker/broker'
import { certificates } from '../../../local/simulator/certificates'
import { serviceBusAccess } from '../../../src/service-bus-access'
import { trust } from '../../support/trust'
import { until, untilPassed } from '../../support/until'
import { configOf, failure, queueName } from './harness'

const keys = makeIdentityKeys()
const folder = mkdtempSync(join(tmpdir(), 'broker-tokens-'))
const log: string[] = []
const clients: ServiceBusClient[] = []

let broker: Broker
let distrust: () => void
beforeEach(async () => {
  log.length = 0
  const certificate = await certificates(folder)
  distrust = trust(certificate.caFile)
  const { publicKey } = keys
  broker = await startBroker({
    port: 0,
    config: configOf(),
    certificate,
    publicKey,
    log: (line) => void log.push(line),
  })
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await broker.stop()
  distrust()
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Token {
  audience?: string
  seconds?: number
  key?: string
}

/** An identity whose tokens live for so many seconds. `asked`: how often it was asked. */
function identityOf({ audience = 'https://servicebus.azure.net/', seconds = 3600, key = keys.privateKey }: Token = {}) {
  const identity = {
    asked: 0,
    async getToken() {
      identity.asked++
      const now = Date.now()
      const token = signToken(key, { identity: appIdentity, audience, issuer: 'x', now, seconds })
      return { token, expiresOnTimestamp: now + seconds * 1000 }
    },
    refuse() {},
  }
  return identity
}

const retryOptions = { maxRetries: 2, retryDelayInMs: 10, timeoutInMs: 5_000 }

/** A client as the app makes it: over TLS, by the name of the namespace alone. */
function clientOf(identity: ReturnType<typeof identityOf>): ServiceBusClient {
  const access = serviceBusAccess({ fullyQualifiedNamespace: `127.0.0.1:${broker.port}` }, identity)
  if (!('credential' in access)) throw new Error('there is no connection string')
  const client = new ServiceBusClient(access.fullyQualifiedNamespace, access.credential, { retryOptions })
  clients.push(client)
  return client
}

test('a client without a connection string sends and receives over TLS with a token of Entra', async () => {
  const client = clientOf(identityOf())
  await client.createSender(queueName).sendMessages({ body: 'by token' })
  const [message] = await client.createReceiver(queueName).receiveMessages(1)
  expect(message?.body).toBe('by token')
  expect(await client.createReceiver(queueName).peekMessages(1)).toHaveLength(1)
})

test('a client with a connection string can speak TLS too', async () => {
  const client = new ServiceBusClient(broker.connectionString.replace(';UseDevelopmentEmulator=true', ''), {
    retryOptions,
  })
  clients.push(client)
  await client.createSender(queueName).sendMessages({ body: 'by key' })
  expect(broker.queue(queueName).active).toBe(1)
})

test.each<[string, Token, string]>([
  ['has expired', { seconds: -1 }, 'expired'],
  ['is for another resource', { audience: 'https://vault.azure.net' }, 'is for'],
  ['was signed by somebody else', { key: makeIdentityKeys().privateKey }, 'signature'],
])('a token that %s is refused', async (_, token, says) => {
  await failure(clientOf(identityOf(token)).createSender(queueName).sendMessages({ body: 'x' }))
  expect(log.join('\n')).toContain(says)
  expect(broker.queue(queueName).active).toBe(0)
})

test('a link whose token ends is detached, and its client comes back with a new one', async () => {
  const identity = identityOf({ seconds: 2 })
  const client = new ServiceBusClient(
    `127.0.0.1:${broker.port}`,
    // the client believes that it has time
    { getToken: async () => ({ ...(await identity.getToken()), expiresOnTimestamp: Date.now() + 3_600_000 }) },
    { retryOptions },
  )
  clients.push(client)
  const sender = client.createSender(queueName)
  await sender.sendMessages({ body: 'before' })
  await until('the link is detached', () => log.some((line) => line.includes('has expired')))
  await sender.sendMessages({ body: 'after' })
  // a link that is detached before its client heard that a message was taken sends it again
  const bodies = (await clientOf(identityOf()).createReceiver(queueName).peekMessages(10)).map(
    ({ body }) => body as string,
  )
  expect([...new Set(bodies)]).toEqual(['before', 'after'])
  expect(identity.asked).toBeGreaterThan(1)
})

test('short-lived tokens are renewed on open links ahead of their end, and not without a pause', async () => {
  const identity = identityOf({ seconds: 4 })
  const client = clientOf(identity)
  const received: unknown[] = []
  client.createReceiver(queueName).subscribe({
    processMessage: async ({ body }) => void received.push(body),
    processError: async ({ error }) => void received.push(error),
  })
  const sender = client.createSender(queueName)
  await sender.sendMessages({ body: 0 })
  const began = identity.asked
  await untilPassed('two lives of a token are over', 8_000)
  await sender.sendMessages({ body: 1 })
  await until('both are received', () => received.length === 2)
  expect(received).toEqual([0, 1])
  expect(log.filter((line) => line.includes('expired'))).toEqual([])
  // two links, each renewed every two seconds
  expect(identity.asked - began).toBeLessThan(20)
})
