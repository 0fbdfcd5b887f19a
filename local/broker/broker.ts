import { once } from 'node:events'
import { type Server, type Socket, createServer } from 'node:net'
import { type ConnectionOptions, type Container, create_container } from 'rhea'
import { type Clock, systemClock } from '../clock'
import { createAdministration } from './administration'
import { type Certificate, makeCertificate } from './certificate'
import { type EmulatorConfig, type QueueStatus, readConfig } from './config'
import { maxFrameSize, serveConnection } from './connection'
import { Entities } from './entity'
import { byFirstByte } from './first-byte'
import { acceptSocket } from './rhea-internals'
import { limitCounts } from './rhea-limits'
import { accessKeys } from './sas'
import { createTls } from './tls'

export interface BrokerOptions {
  /** 0: any free port. */
  port: number
  /** Defaults to 127.0.0.1. */
  host?: string
  /** Path or content of a `Config.json` in the format of Microsoft's emulator. */
  config: string | EmulatorConfig
  /** Default: one that is signed by itself. */
  certificate?: Certificate
  /** Checks the tokens of Entra that clients send. Default: none is taken. */
  publicKey?: string
  clock?: Clock
  log?: (line: string) => void
}

export interface Broker {
  port: number
  /** For `@azure/service-bus`, and for the connection setting of a Functions app. */
  connectionString: string
  /** What the administration clients trust, in PEM: its certificate, or the authority of that. They speak TLS on the same port. */
  certificate: string
  /**
   * Counts the messages of a queue (or `<queue>/$DeadLetterQueue`); `deadLettered` counts its dead-letter queue. Throws
   * when there is no such queue.
   */
  queue(name: string): { active: number; locked: number; scheduled: number; deferred: number; deadLettered: number }
  /** Sets what clients may do with a queue, as an administrator does with the service; their links that may not stay are closed. */
  setStatus(queue: string, status: QueueStatus): void
  /** Closes all connections and keeps the messages, like a network failure. */
  dropConnections(): void
  /** Stops listening, closes all connections and keeps the messages, like an outage. */
  pause(): Promise<void>
  /** Listens again on the same port. */
  resume(): Promise<void>
  /** Stops the broker and removes its messages. */
  stop(): Promise<void>
}

/** Turns off rhea's automatic accept, settle and credit. */
const connectionOptions = {
  max_frame_size: maxFrameSize,
  tcp_no_delay: true,
  sender_options: { treat_modified_as_released: false, autosettle: true },
  receiver_options: { autoaccept: false, credit_window: 0 },
}

/** Starts a broker for the unmodified `@azure/service-bus` SDK. Messages are only in memory. Throws when the port is in use. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { host = '127.0.0.1', clock = systemClock, log = () => {} } = options
  const entities = new Entities(readConfig(options.config), clock)
  const container = newContainer()
  limitCounts()
  const certificate = options.certificate ?? (await makeCertificate())
  const serveAmqp = (socket: Socket) => {
    const connection = container.create_connection(connectionOptions as unknown as ConnectionOptions)
    serveConnection(connection, { entities, publicKey: options.publicKey, log })
    acceptSocket(connection, socket)
    socket.resume()
  }
  const serveTls = createTls(certificate, { amqp: serveAmqp, http: createAdministration(entities, log), log })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {}) // whoever serves it hears it too
    byFirstByte(socket, (byte) => (byte === tlsHandshake ? serveTls : serveAmqp))
  })
  const port = await listen(server, options.port, host)
  log(`listening on ${host}:${port}`)

  // with an error, because only then rhea stops the heartbeat of the connection
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy(new Error('The broker closed the connection'))
  }
  const pause = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    dropConnections()
    await closed
  }
  return {
    port,
    connectionString:
      `Endpoint=sb://${host}:${port};SharedAccessKeyName=${accessKeys[0].name};` +
      `SharedAccessKey=${accessKeys[0].key};UseDevelopmentEmulator=true`,
    certificate: certificate.authority ?? certificate.cert,
    queue: (name) => {
      const { queue, deadLetters } = entities.at(name).entity
      return { ...queue.counts, deadLettered: deadLetters?.counts.active ?? 0 }
    },
    setStatus: (queue, status) => entities.at(queue).entity.setStatus(status),
    dropConnections,
    pause,
    resume: async () => void (server.listening || (await listen(server, port, host))),
    stop: async () => {
      await pause()
      entities.close()
    },
  }
}

/** The byte with which TLS begins. AMQP begins with its name. */
const tlsHandshake = 0x16

/** Offers ANONYMOUS for JavaScript and MSSBCBS for .NET; both send their token on `$cbs` later. */
function newContainer(): Container {
  const container = create_container({ id: 'local-broker' })
  const mechanisms = container.sasl_server_mechanisms
  mechanisms.enable_anonymous()
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS
  return container
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    const remedy = 'Stop the program that listens there (another broker?), or choose another port.'
    throw new Error(`The broker cannot start: port ${port} is already taken. ${remedy}`, { cause: error })
  }
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}
