import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'

/** Starts a server with a certificate that nobody trusts. */
export async function startUntrusted() {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
  const server = createServer({ cert, key }).listen(0)
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  }
}
