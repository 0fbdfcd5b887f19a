import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock'
import { loopback } from '../ports'
import type { HttpFunction } from './functions'
import { toHttpData, writeResponse } from './http-convert'
import type { Keys } from './keys'
import type { HttpData, InvocationRequest, InvocationResponse } from './protocol'
import type { Match } from './router'
import { WorkerNotReady } from './supervisor'

/** The load balancer of Azure Functions ends longer requests; this cannot be configured. */
const responseTimeoutMs = 230_000
/** Bytes; the default of `FUNCTIONS_REQUEST_BODY_SIZE_LIMIT` in the real host. */
const maxBodySize = 104_857_600

export interface HttpApp {
  route(method: string, path: string): Match | undefined
  keys: Keys
  execute(f: HttpFunction, request: InvocationRequest): Promise<InvocationResponse>
  /** Handles `/admin/…`; the master key has been checked. */
  admin(request: { method: string; path: string }): Promise<{ status: number; body?: unknown }>
}

export interface HttpListener {
  port: number
  /** Starts to handle requests; earlier ones wait for this. */
  serve(app: HttpApp): void
  /** Accepts no new connections and closes idle ones. */
  stopAccepting(): void
  close(): Promise<void>
}

/** Listens at once, so that requests wait while the worker starts. Rejects when the port is in use. */
export async function listen(port: number, clock: Clock): Promise<HttpListener> {
  let serve: (app: HttpApp) => void = () => {}
  const app = new Promise<HttpApp>((resolve) => (serve = resolve))
  const server = createServer((request, response) => {
    void answer(app, clock, request, response).catch(() => response.destroy())
  })
  server.requestTimeout = 0
  server.keepAliveTimeout = 5000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is already in use`, { cause: error }) : error),
    )
    server.listen(port, loopback, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve,
    stopAccepting() {
      server.close()
      server.closeIdleConnections()
    },
    close: () => closeServer(server),
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function answer(ready: Promise<HttpApp>, clock: Clock, request: IncomingMessage, response: ServerResponse) {
  const app = await ready
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
  const given = request.headers['x-functions-key'] ?? url.searchParams.get('code') ?? undefined
  const key = Array.isArray(given) ? given[0] : given
  const body = await readBody(request)
  const method = request.method ?? 'GET'
  const isAdmin = /^\/admin\//i.test(url.pathname)
  const match = isAdmin ? undefined : app.route(method, url.pathname)
  const refuse = (status: number) => response.writeHead(status, body ? {} : { connection: 'close' }).end()

  if (!body) refuse(413)
  else if (isAdmin && !app.keys.allows('admin', '', key)) refuse(401)
  else if (isAdmin) {
    const { status, body: json } = await app.admin({ method, path: url.pathname })
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(json === undefined ? undefined : JSON.stringify(json))
  } else if (!match) refuse(404)
  else if (!app.keys.allows(match.function.trigger.authLevel, match.function.name, key)) refuse(401)
  else await run(app, clock, match.function, toHttpData(request, url, match.params, body), response)
}

async function run(app: HttpApp, clock: Clock, f: HttpFunction, http: HttpData, response: ServerResponse) {
  const stopWaiting = clock.after(responseTimeoutMs, () => {
    if (!response.headersSent) response.writeHead(504).end()
  })
  try {
    const result = await app.execute(f, {
      invocationId: randomUUID(),
      functionId: f.id,
      inputData: [{ name: f.input, data: { http } }],
      triggerMetadata: {},
    })
    if (!response.headersSent) writeResponse(response, result.returnValue)
  } catch (error) {
    // a thrown error gives 500 without a body, as on Azure; the log has the error
    if (!response.headersSent) response.writeHead(error instanceof WorkerNotReady ? 503 : 500).end()
  } finally {
    stopWaiting()
  }
}

/** Reads the body; undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodySize) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
