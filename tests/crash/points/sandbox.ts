import { connectionOptions } from '../../../src/db/connection'
import postgres from 'postgres'
import { type Broker, startBroker } from '../../../local/broker/broker'
import brokerConfig from '../../../local/broker/config.json'
import { ManualClock } from '../../../local/clock'
import { until } from '../../support/until'
import { AmqpProtocol } from './amqp-protocol'
import type { Environment } from './environment'
import { FunctionsHost, queues } from './functions-host'
import { PostgresProtocol } from './postgres-protocol'
import { startProxy, type TcpProxy } from './proxy'
import type { Recorder } from './recorder'
import type { Settings, Variant, WorkerProcess } from './worker-process'
import type { Workers } from './workers'

interface Options {
  environment: Environment
  workers: Workers
  recorder: Recorder
  databaseUrl: string
  /** Messages the watched process may take. */
  messages: number
  variant: Variant
}

/** Everything around one run, all of it its own: broker with its clock, host, and the proxies of the watched process. */
export interface Sandbox {
  clock: ManualClock
  broker: Broker
  sql: postgres.Sql
  /** The process that is watched, and dies. */
  worker: WorkerProcess
  successor: WorkerProcess
  host: FunctionsHost
  /** `host` stands between the host and the broker and outlives the worker. */
  proxies: { database: TcpProxy; broker: TcpProxy; host: TcpProxy }
  /** Configures a process that is not watched. */
  directSettings: Settings
  /** Starts a host in the place of a dead one. */
  replaceHost(): void
  close(): Promise<void>
}

export async function openSandbox(options: Options): Promise<Sandbox> {
  const { environment, workers, recorder, databaseUrl, messages, variant } = options
  const closing: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const end of closing.splice(0).toReversed()) await end()
  }
  try {
    const clock = new ManualClock(Date.now())
    const broker = await startBroker({ port: 0, config: brokerConfig, clock })
    closing.push(() => broker.stop())
    const sql = postgres(databaseUrl, { ...connectionOptions(databaseUrl), max: 1 })
    closing.push(() => sql.end())
    let receivers = 0
    const amqp = () => new AmqpProtocol(recorder)
    const hostAmqp = () => Object.assign(amqp(), { onReceiver: () => receivers++ })
    const toBroker = { serverPort: broker.port, recorder, protocol: amqp }
    const toDatabase = { serverPort: Number(new URL(databaseUrl).port), protocol: () => new PostgresProtocol(recorder) }
    const proxies = {
      database: await startProxy({ ...toDatabase, recorder }),
      broker: await startProxy(toBroker),
      host: await startProxy({ ...toBroker, protocol: hostAmqp, isCut: () => firstHost?.dead ?? false }),
    }
    closing.push(() => Promise.all(Object.values(proxies).map((proxy) => proxy.close())))
    const worker = workers.take()
    closing.push(() => worker.end())
    const busAt = (port: number) => broker.connectionString.replace(`:${broker.port};`, `:${port};`)
    const newHost = (port: number, process: WorkerProcess, allowed = Infinity) => {
      const made = new FunctionsHost({ connectionString: busAt(port), clock, worker: process, allowed })
      closing.push(() => made.close())
      return made
    }
    let firstHost: FunctionsHost | undefined
    firstHost = newHost(proxies.host.port, worker, messages)
    const watchedUrl = Object.assign(new URL(databaseUrl), { port: String(proxies.database.port) }).href
    await worker.open(environment.settings(watchedUrl, busAt(proxies.broker.port)), variant)
    await until('the host listens to both queues', () => receivers === Object.keys(queues).length)
    const { successor } = workers
    const sandbox: Sandbox = {
      clock,
      broker,
      sql,
      worker,
      successor,
      host: firstHost,
      proxies,
      directSettings: environment.settings(databaseUrl, busAt(broker.port)),
      replaceHost: () => (sandbox.host = newHost(broker.port, successor)),
      close,
    }
    return sandbox
  } catch (error) {
    await close()
    throw error
  }
}
