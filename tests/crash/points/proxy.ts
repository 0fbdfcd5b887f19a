import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Recorder, Step } from './recorder'

/** A piece of a stream that passes or does not, and the steps it begins (client to server) or confirms (back). */
export interface Piece {
  bytes: Buffer
  steps: (Step | undefined)[]
}

/** Takes the two directions of one connection apart. */
export interface Protocol {
  fromClient(chunk: Buffer): Piece[]
  fromServer(chunk: Buffer): Piece[]
  /** Something was asked and is not answered. */
  busy(): boolean
}

export interface TcpProxy {
  port: number
  busy(): boolean
  /** While true, every connection is closed at once: the server is away. */
  refuse: boolean
  /** Cuts all connections and listens no more. */
  close(): Promise<void>
}

interface Options {
  serverPort: number
  recorder: Recorder
  protocol: () => Protocol
  /** Default: nothing passes after the crash. */
  isCut?: () => boolean
}

/** Stands between a process and a server, so that no client library and no line of the code knows of it. */
export async function startProxy(options: Options): Promise<TcpProxy> {
  const { serverPort, recorder, protocol: newProtocol, isCut = () => recorder.crashed } = options
  const connections = new Map<Socket, { server: Socket; protocol: Protocol }>()
  const listener = createServer({ noDelay: true }, (client) => {
    if (proxy.refuse || isCut()) return void client.destroy()
    const server = connect({ port: serverPort, host: 'localhost', noDelay: true })
    const protocol = newProtocol()
    connections.set(client, { server, protocol })
    client.on('data', (chunk: Buffer) => pass(protocol.fromClient(chunk), server, 'before'))
    server.on('data', (chunk: Buffer) => pass(protocol.fromServer(chunk), client, 'after'))
    for (const socket of [client, server])
      socket
        .on('error', () => {})
        .once('close', () => {
          connections.delete(client)
          client.destroy()
          server.destroy()
        })
  })

  function pass(pieces: Piece[], target: Socket, side: 'before' | 'after'): void {
    for (const { bytes, steps } of pieces) {
      recorder.traffic++
      for (const step of steps) recorder.reach(step, side)
      if (isCut()) return
      target.write(bytes)
    }
  }

  const proxy: TcpProxy = {
    port: 0,
    refuse: false,
    busy: () => [...connections.values()].some(({ protocol }) => protocol.busy()),
    async close() {
      const closed = once(listener, 'close')
      listener.close()
      for (const [client, { server }] of connections) {
        client.destroy()
        server.destroy()
      }
      await closed
    },
  }
  listener.listen(0, 'localhost')
  await once(listener, 'listening')
  proxy.port = (listener.address() as { port: number }).port
  return proxy
}
