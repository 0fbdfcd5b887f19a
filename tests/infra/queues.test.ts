import emulated from '../../local/broker/config.json'
import { Environment } from '../../src/environment'
import { deployMain, inside, ofType } from './support/installation'
import { environments } from './support/parameters'

const [{ Queues: queues }] = emulated.UserConfig.Namespaces as [(typeof emulated.UserConfig.Namespaces)[number]]

test.each(environments)('%s has the queues of the broker, with the same properties', async (name) => {
  const made = ofType(await deployMain(name), 'Microsoft.ServiceBus/namespaces/queues')
  expect(made.map(({ name: full, body }) => [full.split('/')[1], body['properties']])).toEqual(
    queues.map(({ Name, Properties }) => [
      Name,
      {
        lockDuration: Properties.LockDuration,
        maxDeliveryCount: Properties.MaxDeliveryCount,
        deadLetteringOnMessageExpiration: Properties.DeadLetteringOnMessageExpiration,
        requiresSession: Properties.RequiresSession,
        requiresDuplicateDetection: Properties.RequiresDuplicateDetection,
        enablePartitioning: false,
        // the emulator takes an hour at most
        defaultMessageTimeToLive: 'P14D',
      },
    ]),
  )
})

test('they are the queues that the app reads by default', () => {
  const { SYNC_QUEUE, INTERACTIVE_QUEUE } = Environment.shape
  expect(queues.map(({ Name }) => Name)).toEqual([SYNC_QUEUE.parse(undefined), INTERACTIVE_QUEUE.parse(undefined)])
})

test.each([
  [false, 'Standard', 'Enabled'],
  [true, 'Premium', 'Disabled'],
])('private %s: %s, public access %s, and never a key', async (privateNetworking, sku, access) => {
  const [namespace] = ofType(await deployMain('dev', { privateNetworking }), 'Microsoft.ServiceBus/namespaces')
  expect(inside(namespace?.body, 'sku.name')).toBe(sku)
  expect(inside(namespace?.body, 'properties')).toEqual({
    disableLocalAuth: true,
    minimumTlsVersion: '1.2',
    publicNetworkAccess: access,
  })
})
