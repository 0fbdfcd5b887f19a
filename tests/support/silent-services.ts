import type { Db } from '../../src/db/database'
import { createRunQueues, type RunQueues } from '../../src/runs/queue/service-bus'
import { createTestDatabase, type TestDatabase } from './database'
import { openThroughProxy } from './proxied-database'
import { startTcpProxy, type TcpProxy } from './tcp-proxy'
import { startTestBroker, type TestBroker } from './test-broker'
import { until } from './until'

/** Database and broker, each reached through a connection that can be silenced. */
export interface SilentServices {
  database: TestDatabase
  broker: TestBroker
  /** As the role `ops`, with one connection. */
  db: Db
  queues: RunQueues
  toDatabase: TcpProxy
  toBroker: TcpProxy
  /** Ends silent connections; new ones speak. */
  speakAgain(): void
  close(): Promise<void>
}

export const queueNames = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }

export async function startSilentServices(): Promise<SilentServices> {
  const database = await createTestDatabase()
  const broker = await startTestBroker()
  const proxied = await openThroughProxy(database, { role: 'ops', poolSize: 1, answerWithinMs: 30_000 })
  const toBroker = await startTcpProxy({ port: broker.port })
  const connectionString = broker.connectionString.replace(`:${broker.port}`, `:${toBroker.port}`)
  const queues = createRunQueues({ access: { connectionString }, queueNames })
  function speakAgain(): void {
    for (const proxy of [proxied.proxy, toBroker]) {
      proxy.resume()
      proxy.drop()
    }
  }
  const reached = () =>
    queues.countUpTo(1, 'sync').then(
      () => true,
      () => false,
    )
  return {
    database,
    broker,
    db: proxied.db,
    queues,
    toDatabase: proxied.proxy,
    toBroker,
    speakAgain,
    async close() {
      // the SDK's client cannot be closed while it has no connection
      await until('the broker is reached', reached)
      await queues.close()
      await toBroker.close()
      await broker.stop()
      await proxied.close()
      await database.close()
    },
  }
}
