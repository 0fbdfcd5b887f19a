import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { readToken } from '../identity/tokens'
import { loopback } from '../ports'
import { certificates } from '../simulator/certificates'
import { controlApi } from './control-api'
import { type FaultRequest, Faults } from './faults'
import { type Answer, refuse, track } from './ingestion'
import { liveMetrics } from './live-metrics'
import { TelemetryStore } from './store'

export interface TelemetryOptions {
  /** 0: any free port. */
  port: number
  /** Folder of the certificates of the simulator: whoever trusts its authority trusts this too. */
  certificates: string
  /** Who sends must have a token for Azure Monitor of an identity with this public key (PEM). Default: nobody needs one. */
  identityKey?: string
  /** Told once for each thing that is not known here. */
  log?: (line: string) => void
}

/** The addresses of a stand-in for Application Insights. */
export interface TelemetryInfo {
  port: number
  url: string
  caFile: string
  /** For `APPLICATIONINSIGHTS_CONNECTION_STRING`. */
  connectionString: string
}

export interface Telemetry extends TelemetryInfo {
  store: TelemetryStore
  /** Everything that came and is not known here; empty where all is well. */
  unknown: string[]
  addFault(fault: FaultRequest): void
  clearFaults(): void
  stop(): Promise<void>
}

/** Starts the stand-in on 127.0.0.1. Rejects with what `bind` throws where the port is taken. */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { caFile, cert, key } = await certificates(options.certificates)
  const [instrumentationKey, store, faults, unknown] = [
    randomUUID(),
    new TelemetryStore(),
    new Faults(),
    [] as string[],
  ]
  const onUnknown = (what: string) => {
    if (!unknown.includes(what)) options.log?.(`not known: ${what}`)
    unknown.push(what)
  }
  const server = createServer({ cert, key }, (request, response) => {
    void textOf(request)
      .then((text) => serve(request, text))
      .catch((error: unknown) => {
        onUnknown(`a body that cannot be read: ${String(error)}`)
        return refuse(400, 0, 'The body cannot be read')
      })
      .then(({ status, body, headers }) => {
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
        response.end(body === '' ? '' : JSON.stringify(body))
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, loopback, resolve)
  })
  const { port } = server.address() as AddressInfo
  const url = `https://${loopback}:${port}`
  const ingestion = { instrumentationKey, store, faults, origin: url, onUnknown }

  function serve(request: IncomingMessage, text: string): Answer {
    const method = request.method ?? ''
    const path = (request.url ?? '').split('?')[0]!
    if (path.startsWith('/_telemetry/'))
      return controlApi(method, path.split('/').slice(2), text, { store, faults, unknown })
    const problem = options.identityKey ? tokenProblem(request, options.identityKey) : null
    if (problem) return refuse(401, 0, problem)
    if (method === 'POST' && path === '/v2.1/track') return track(text, ingestion)
    const live = liveMetrics(method, path)
    if (live) return live
    onUnknown(`${method} ${path}`)
    return { status: 404, body: { error: `${method} ${path} is not known here` } }
  }

  return {
    port,
    url,
    caFile,
    connectionString: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${url}/;LiveEndpoint=${url}/`,
    store,
    unknown,
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Says what is wrong with the token of a request; null: nothing. */
function tokenProblem({ headers }: IncomingMessage, publicKey: string): string | null {
  const [scheme, token] = (headers.authorization ?? '').split(' ')
  if (scheme !== 'Bearer' || !token) return 'There is no token.'
  try {
    readToken(publicKey, token, 'https://monitor.azure.com')
    return null
  } catch (error) {
    return (error as Error).message
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8')
}
