import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { Certificate } from './certificate'
import { byFirstByte } from './first-byte'

interface Served {
  amqp: (socket: Socket) => void
  http: (socket: Socket) => void
  log: (line: string) => void
}

/** `AMQP` begins what a client of the queues says, and no method of HTTP does. */
const amqp = 'A'.charCodeAt(0)

/** Makes what serves a connection that begins with TLS: inside it is AMQP, or HTTP for administration. */
export function createTls({ cert, key }: Certificate, served: Served): (socket: Socket) => void {
  const server = createServer({ cert, key }, (socket) => {
    socket.on('error', () => {})
    byFirstByte(socket, (byte) => (byte === amqp ? served.amqp : served.http))
  })
  server.on('tlsClientError', ({ message }, socket) => {
    served.log(
      `a client that speaks TLS broke it off: ${message}. It must know the broker's certificate, or speak AMQP without TLS: add UseDevelopmentEmulator=true to its connection string.`,
    )
    socket.destroy()
  })
  return (socket) => void server.emit('connection', socket)
}
