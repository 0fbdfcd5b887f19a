import { type AddressInfo, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { generate } from 'selfsigned'

/** PostgreSQL's answer to the request for TLS: yes. */
const yes = 'S'

/** Starts a server that speaks TLS as PostgreSQL does, with a certificate that nobody trusts. */
export async function startUntrustedServer() {
  const own = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket
      .on('error', () => {})
      .once('data', () => {
        socket.write(yes)
        new TLSSocket(socket, { isServer: true, key: own.private, cert: own.cert }).on('error', () => {})
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
