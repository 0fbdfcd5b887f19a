import { ServiceBusClient } from '@azure/service-bus'
import { startTcpProxy } from '../tcp-proxy'
import type { TestBroker } from '../test-broker'
import { countMessages } from './count-messages'
import { emptyQueues } from './empty-queues'

/**
 * Empties the queues of the emulator at `SERVICE_BUS_CONNECTION` and reaches it through a proxy, which can break as a network
 * does. There is one emulator for all tests, so only one file may use it at a time.
 */
export async function openEmulator(): Promise<TestBroker> {
  const connection = process.env.SERVICE_BUS_CONNECTION!
  const { hostname, port } = new URL(/Endpoint=sb:([^;]+)/.exec(connection)![1]!, 'http://x')
  const client = new ServiceBusClient(connection)
  await emptyQueues(client)
  const proxy = await startTcpProxy({ host: hostname, port: Number(port || 5672) })
  return {
    port: proxy.port,
    connectionString: connection.replace(/Endpoint=[^;]+/, `Endpoint=sb://127.0.0.1:${proxy.port}`),
    queue: (name) => countMessages(client, name),
    pause: async () => proxy.refuse(),
    resume: async () => proxy.resume(),
    setStatus() {
      throw new Error('The emulator has no status of queues: put the test under "status" in emulator/differences.ts.')
    },
    async stop() {
      await client.close()
      await proxy.close()
    },
  }
}
