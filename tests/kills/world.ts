import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { type Broker, startBroker } from '../../local/broker/broker'
import brokerConfig from '../../local/broker/config.json'
import { ManualClock } from '../../local/clock'
import { until } from '../support/until'
import { AmqpWire } from './amqp-wire'
import type { Bench } from './bench'
import type { Crew } from './crew'
import type { Gate } from './gate'
import { Host } from './host'
import { PostgresWire } from './postgres-wire'
import { startTap, type Tap } from './tap'
import type { Settings, Variant, Worker } from './worker'

interface WorldOptions {
  bench: Bench
  crew: Crew
  gate: Gate
  /** The database to begin with. */
  template: string
  /** Messages the watched worker may take. */
  messages: number
  variant: Variant
  /** The database is kept under this name. */
  keepAs?: string | undefined
}

/** Everything around one play, all of it its own: database, broker with its clock, host, and the wires of the victim. */
export interface World {
  bench: Bench
  clock: ManualClock
  broker: Broker
  sql: postgres.Sql
  victim: Worker
  rescuer: Worker
  host: Host
  /** The wires of the victim, to the database and to the broker. */
  taps: { database: Tap; bus: Tap; host: Tap }
  /** Settings of a worker whom nobody watches. */
  plainSettings: Settings
  /** A host for what the dead one has left. */
  newHost(worker: Worker): Host
  close(): Promise<void>
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const { bench, crew, gate, template, messages, variant, keepAs } = options
  const closing: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const end of closing.splice(0).toReversed()) await end()
  }
  try {
    const clock = new ManualClock(Date.now())
    const broker = await startBroker({ port: 0, config: brokerConfig, clock })
    closing.push(() => broker.stop())
    const bus = (port: number) => broker.connectionString.replace(`:${broker.port};`, `:${port};`)
    const database = await bench.copy(template)
    closing.push(() => (keepAs ? bench.rename(database, keepAs) : bench.drop(database)))
    const url = bench.databaseUrl(database)
    const sql = postgres(url, { ...connectionOptions(url), max: 1 })
    closing.push(() => sql.end())
    let receivers = 0
    const amqp = () => new AmqpWire(gate)
    const hostAmqp = () => Object.assign(amqp(), { onReceiver: () => receivers++ })
    const hosts: Host[] = []
    const taps = {
      database: await startTap(bench.postgresPort, gate, () => new PostgresWire(gate)),
      bus: await startTap(broker.port, gate, amqp),
      host: await startTap(broker.port, gate, hostAmqp, () => hosts[0]?.dead ?? false), // outlives a worker
    }
    closing.push(() => Promise.all(Object.values(taps).map((tap) => tap.close())))
    const victim = crew.victim()
    closing.push(() => victim.end())
    const newHost = (worker: Worker, port = broker.port) => {
      const host = new Host({ connectionString: bus(port), clock, worker })
      hosts.push(host)
      closing.push(() => (host.dead ? host.bury() : host.close()))
      return host
    }
    const host = newHost(victim, taps.host.port)
    host.allowed = messages
    await victim.open(bench.settings(bench.databaseUrl(database, taps.database.port), bus(taps.bus.port)), variant)
    await until('the host listens to both queues', () => receivers === 2)
    const plainSettings = bench.settings(bench.databaseUrl(database), bus(broker.port))
    const { rescuer } = crew
    return { bench, clock, broker, sql, victim, rescuer, host, taps, plainSettings, newHost, close }
  } catch (error) {
    await close()
    throw error
  }
}
