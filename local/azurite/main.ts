import { BlobServerFactory } from 'azurite/dist/src/blob/BlobServerFactory.js'
import { runComponent } from '../component'
import { bindPort, loopback } from '../ports'

export interface AzuriteInfo {
  port: number
  connectionString: string
}

/** Azurite's well-known development account (documented by Microsoft; no secret). */
const account = 'devstoreaccount1'
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

runComponent<{ port: number }, AzuriteInfo>(async (options) => {
  const port = await bindPort(options.port, listen)
  const blobs = `BlobEndpoint=http://${loopback}:${port}/${account}`
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${blobs};`
  return { info: { port, connectionString }, stop: async () => {} }
})

/** Starts the server and returns its port. Not Azurite's own `main`, which does not tell when it listens, or why not. */
async function listen(port: number): Promise<number> {
  const flags = ['--inMemoryPersistence', '--blobHost', loopback, '--blobPort', String(port)]
  process.argv = [...process.argv.slice(0, 2), ...flags, '--silent', '--skipApiVersionCheck', '--disableTelemetry']
  const server = await new BlobServerFactory().createServer()
  await server.start()
  return Number(new URL(server.getHttpServerAddress()).port)
}
