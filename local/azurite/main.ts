import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { runComponent } from '../component'

export interface AzuriteInfo {
  port: number
  connectionString: string
}

/** Azurite's well-known development account (documented by Microsoft; no secret). */
const account = 'devstoreaccount1'
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

runComponent<{ port: number }, AzuriteInfo>(async ({ port }) => {
  const flags = ['--inMemoryPersistence', '--blobHost', '127.0.0.1', '--blobPort', String(port)]
  process.argv = [...process.argv.slice(0, 2), ...flags, '--silent', '--skipApiVersionCheck', '--disableTelemetry']
  await import('azurite/dist/src/blob/main.js')
  await waitForPort(port)
  const blobs = `BlobEndpoint=http://127.0.0.1:${port}/${account}`
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${blobs};`
  return { info: { port, connectionString }, stop: async () => {} }
})

/** Polls the port, because Azurite does not report when it is ready. Throws after 15 s. */
async function waitForPort(port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await canConnect(port)) return
    await delay(25)
  }
  throw new Error(`Azurite did not open port ${port} within 15 s.`)
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
