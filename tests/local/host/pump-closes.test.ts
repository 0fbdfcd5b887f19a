import { ServiceBusClient } from '@azure/service-bus'
import { startBroker } from '../../../local/broker/broker'
import config from '../../../local/broker/config.json'
import { systemClock } from '../../../local/clock'
import { QueuePump } from '../../../local/host/queue-pump'
import { startTcpProxy } from '../../support/tcp-proxy'
import { until } from '../../support/until'

// the SDK drains for 200 ms and then closes its link; when the connection is lost meanwhile, its promise never settles
test('a pump whose connection falls silent and is lost while it stops has stopped', async () => {
  const broker = await startBroker({ port: 0, config })
  const proxy = await startTcpProxy({ port: broker.port })
  const client = new ServiceBusClient(broker.connectionString.replace(`:${broker.port};`, `:${proxy.port};`))
  let received = 0
  const queue = 'intune-sync-queue'
  const pump = new QueuePump({
    client,
    queue,
    maxConcurrentCalls: 1,
    prefetchCount: 0,
    maxAutoLockRenewalMs: 60_000,
    autoComplete: true,
    clock: systemClock,
    say: () => {},
    handle: async () => void received++,
  })
  pump.start()
  await client.createSender(queue).sendMessages({ body: 1 })
  await until('the message is completed', () => received === 1 && broker.queue(queue).locked === 0)
  // an answer on the same connection comes after that of the completion, for which the pump waits too
  await client.createReceiver(queue).peekMessages(1)
  proxy.silence()
  const paused = pump.pause()
  const since = Date.now()
  await until('the drain has timed out', () => Date.now() - since > 300)
  await proxy.close()
  await expect(paused).resolves.toBeUndefined()
  await pump.idle()
  await broker.stop()
})
