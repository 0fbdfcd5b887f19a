import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Gate, Step } from './gate'

/** A piece of a stream that passes or does not, and the steps it begins (client to server) or confirms (back). */
export interface Piece {
  bytes: Buffer
  steps: (Step | undefined)[]
}

/** Takes the two directions of one connection apart. */
export interface Wire {
  fromClient(chunk: Buffer): Piece[]
  fromServer(chunk: Buffer): Piece[]
  /** Something was asked and is not answered. */
  busy(): boolean
}

export interface Tap {
  port: number
  busy(): boolean
  /** While true, whoever connects is cut off: the server is away. */
  refuse: boolean
  /** Cuts all connections and listens no more. */
  close(): Promise<void>
}

/** Stands between a process and a server, on the wire, so that no client library and no line of code has to know of it. */
export async function startTap(
  serverPort: number,
  gate: Gate,
  newWire: () => Wire,
  isShut = () => gate.shut,
): Promise<Tap> {
  const pairs = new Map<Socket, { server: Socket; wire: Wire }>()
  const listener = createServer({ noDelay: true }, (client) => {
    if (tap.refuse || isShut()) return void client.destroy()
    const server = connect({ port: serverPort, host: 'localhost', noDelay: true })
    const wire = newWire()
    pairs.set(client, { server, wire })
    client.on('data', (chunk: Buffer) => pass(wire.fromClient(chunk), server, 'before'))
    server.on('data', (chunk: Buffer) => pass(wire.fromServer(chunk), client, 'after'))
    for (const socket of [client, server])
      socket
        .on('error', () => {})
        .once('close', () => {
          pairs.delete(client)
          client.destroy()
          server.destroy()
        })
  })

  function pass(pieces: Piece[], target: Socket, side: 'before' | 'after'): void {
    for (const { bytes, steps } of pieces) {
      for (const step of steps) gate.reach(step, side)
      if (isShut()) return
      target.write(bytes)
    }
  }

  const tap: Tap = {
    port: 0,
    refuse: false,
    busy: () => [...pairs.values()].some(({ wire }) => wire.busy()),
    async close() {
      const closed = once(listener, 'close')
      listener.close()
      for (const [client, { server }] of pairs) {
        client.destroy()
        server.destroy()
      }
      await closed
    },
  }
  listener.listen(0, 'localhost')
  await once(listener, 'listening')
  tap.port = (listener.address() as { port: number }).port
  return tap
}
