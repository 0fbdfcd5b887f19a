import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP connection to a server that a test can silence: accepted and open, but nothing passes. */
export interface TcpProxy {
  port: number
  /** Nothing passes any more, in either direction; new connections are accepted and stay silent too. */
  silence(): void
  /** Everything passes again, for new connections; silenced ones stay silent, as those of a server that is gone. */
  resume(): void
  /** Ends all connections, and new ones at once, as where nothing listens. */
  refuse(): void
  /** Ends all connections: both sides notice. */
  drop(): void
  /** Connections that clients have opened since the start. */
  opened(): number
  close(): Promise<void>
}

export async function startTcpProxy(target: { host?: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let silent = false
  let refusing = false
  let opened = 0
  const server = createServer((client) => {
    opened++
    if (refusing) return void client.destroy()
    sockets.add(client)
    client.on('error', () => {}).on('close', () => sockets.delete(client))
    if (silent) return void client.pause()
    const upstream = connect({ host: target.host ?? '127.0.0.1', port: target.port })
    sockets.add(upstream)
    upstream.on('error', () => client.destroy()).on('close', () => (sockets.delete(upstream), client.destroy()))
    client.on('close', () => upstream.destroy())
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    silence() {
      silent = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    resume() {
      silent = false
      refusing = false
    },
    refuse() {
      refusing = true
      drop()
    },
    drop,
    opened: () => opened,
    async close() {
      drop()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
