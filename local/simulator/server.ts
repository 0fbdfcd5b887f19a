import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import type { AddressInfo } from 'node:net'
import { loopback } from '../ports'
import type { Certificates } from './certificates'
import type { Azure } from './azure/azure'
import { type ControlApi, controlApi } from './control-api'
import { browse, isForBrowsers } from './entra/browser'
import { type EntraServices, entra, isEntra } from './entra/endpoints'
import { segmentsOf } from './graph/path'
import { type GraphServices, serveGraph } from './graph/serve'
import { writeLines } from './manifest'
import type { Fault } from './traffic/faults'

const gzip = promisify(gzipWithCallback)

export type Services = GraphServices &
  EntraServices & { api: ControlApi; azure: Azure | undefined; latency: { ms: number } }

export interface Listening {
  port: number
  stop(): Promise<void>
}

/** Serves Entra, Graph and the control API on one HTTPS port of 127.0.0.1. Rejects when the port is in use. */
export async function listen(
  port: number,
  { cert, key }: Certificates,
  services: (port: number) => Services,
): Promise<Listening> {
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => {}
  const server = createServer({ cert, key, keepAlive: true }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      services(0).log(`the simulator failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
      response.destroy()
    })
  })
  server.keepAliveTimeout = 60_000
  await listening(server, port)
  const actual = (server.address() as AddressInfo).port
  handle = (request, response) => answer(request, response, services(actual), actual)
  return {
    port: actual,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken: choose another one for the simulator.`, { cause: error })
          : error,
      ),
    )
    server.listen(port, loopback, resolve)
  })
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
  port: number,
): Promise<void> {
  const url = request.url ?? '/'
  const method = request.method ?? 'GET'
  const body = await textOf(request)
  const segments = segmentsOf(url.split('?')[0] ?? '') ?? []
  if (segments[0] === '_sim') {
    const { status, body: json, lines } = controlApi(method, segments.slice(1), body, services.api)
    if (!lines) return send(response, status, JSON.stringify(json))
    response.writeHead(200, { 'Content-Type': 'application/jsonl' })
    await writeLines(response, lines)
    return void response.end()
  }
  const origin = `https://${loopback}:${port}`
  const azure = await services.azure?.serve({ method, origin, segments, url, headers: request.headers })
  if (azure) return send(response, azure.status, JSON.stringify(azure.body), azure.headers)
  if (isForBrowsers(segments)) {
    const page = browse({ method, origin, segments, url, body }, services)
    return send(response, page.status, page.text, page.headers)
  }
  if (isEntra(segments)) {
    await waitLatency(services)
    const reply = entra({ method, origin, segments, url, body }, services)
    return send(response, reply.status, JSON.stringify(reply.body), reply.headers)
  }
  const done = services.stats.begin()
  try {
    await waitLatency(services)
    const { answer: reply, fault } = await serveGraph(
      { method, url, authorization: request.headers.authorization, body },
      services,
    )
    const text = reply.raw ?? (reply.body === undefined ? '' : JSON.stringify(reply.body))
    await sendWithFault(response, reply.status, text, reply.headers, fault)
  } finally {
    done()
  }
}

async function waitLatency({ latency: { ms } }: Services): Promise<void> {
  if (ms > 0) await delay(ms)
}

/** Sends the answer, changed or interrupted by the fault. */
async function sendWithFault(
  response: ServerResponse,
  status: number,
  text: string | Buffer,
  headers: Record<string, string> | undefined,
  fault: Fault | undefined,
): Promise<void> {
  if (fault?.kind === 'slow') await whileConnected(response, fault.ms ?? 0)
  if (fault?.kind === 'malformed') return send(response, 200, text.toString().slice(0, -Math.ceil(text.length / 2)))
  if (fault?.kind === 'html')
    return send(response, 200, '<html><body>Our services aren\u2019t available right now</body></html>', {
      'Content-Type': 'text/html',
    })
  if (fault?.kind !== 'drop') return send(response, status, text, headers)
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text) + 1) })
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy()) // after the first half was sent
}

/** Waits so long, or until the client has gone. */
async function whileConnected(response: ServerResponse, ms: number): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  await delay(ms, undefined, { signal: gone.signal }).catch(() => {})
}

/** Sends an answer, compressed for a client that accepts it. */
async function send(
  response: ServerResponse,
  status: number,
  text: string | Buffer,
  headers: Record<string, string> = {},
): Promise<void> {
  const zipped = acceptsGzip(response.req) && text.length > 0
  const bytes = zipped ? await gzip(text, { level: 1 }) : text
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(bytes)),
    ...(zipped && { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }),
    ...headers,
  })
  response.end(bytes)
}

const acceptsGzip = ({ headers }: IncomingMessage) => /\bgzip\b/.test(headers['accept-encoding'] ?? '')

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
