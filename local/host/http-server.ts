import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock'
import { loopback } from '../ports'
import type { HttpFunction } from './functions'
import { toHttpData, writeResponse } from './http-convert'
import type { Keys } from './keys'
import { newInvocation } from './new-invocation'
import type { HttpData, InvocationRequest, InvocationResponse, LogLevel } from './protocol'
import type { Match } from './router'
import { WorkerNotReady } from './supervisor'

/** The load balancer of Azure Functions ends longer requests; this cannot be configured. */
const responseTimeoutMs = 230_000
/** Bytes; the default of `FUNCTIONS_REQUEST_BODY_SIZE_LIMIT` in the real host. */
const maxBodySize = 104_857_600

export interface HttpApp {
  route(method: string, path: string): Match | undefined
  /** Rejects while the keys cannot be read. */
  keys(): Promise<Keys>
  say(text: string, level?: LogLevel): void
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
  const url = urlOf(request)
  if (!url) return response.writeHead(400, { connection: 'close' }).end()
  const given = request.headers['x-functions-key'] ?? url.searchParams.get('code') ?? undefined
  const key = Array.isArray(given) ? given[0] : given
  const body = await readBody(request, (text) => app.say(text, 'warning'))
  const method = request.method ?? 'GET'
  const isAdmin = /^\/admin\//i.test(url.pathname)
  const match = isAdmin ? undefined : app.route(method, url.pathname)
  const refuse = (status: number) => response.writeHead(status, body ? {} : { connection: 'close' }).end()

  if (!body) return refuse(413)
  if (!isAdmin && !match) return refuse(404)
  const refused = await checkKey(app, match?.function, key)
  if (refused) return refuse(refused)
  if (match) await run(app, clock, match.function, toHttpData(request, url, match.params, body), response)
  else {
    const { status, body: json } = await app.admin({ method, path: url.pathname })
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(json === undefined ? undefined : JSON.stringify(json))
  }
}

/** Undefined for a path or a host that is none; a path that begins with `//` is no host. */
function urlOf({ url = '/', headers }: IncomingMessage): URL | undefined {
  const path = url.replace(/^\/{2,}/, '/')
  const base = `http://${headers.host ?? 'localhost'}`
  return URL.canParse(path, base) ? new URL(path, base) : undefined
}

/**
 * Returns the status that refuses the request, if any; without a function it is one of the admin API. As in the real host's
 * `AuthenticationLevelHandler.cs`, each given key is checked, also for an anonymous function, and 500 is the answer without keys.
 */
async function checkKey(
  app: HttpApp,
  f: HttpFunction | undefined,
  key: string | undefined,
): Promise<number | undefined> {
  const level = f?.trigger.authLevel ?? 'admin'
  if (!key) return level === 'anonymous' ? undefined : 401
  try {
    const keys = await app.keys()
    return level === 'anonymous' || keys.allows(level, f?.name ?? '', key) ? undefined : 401
  } catch (error) {
    app.say(`no key can be checked: ${(error as Error).message}`, 'error')
    return 500
  }
}

async function run(app: HttpApp, clock: Clock, f: HttpFunction, http: HttpData, response: ServerResponse) {
  const stopWaiting = clock.after(responseTimeoutMs, () => {
    if (!response.headersSent) response.writeHead(504).end()
  })
  try {
    const header = (name: string) => http.nullableHeaders?.[name]?.value ?? undefined
    const caller = { traceparent: header('traceparent'), tracestate: header('tracestate') }
    const result = await app.execute(f, newInvocation(f, { http }, { caller }))
    if (!response.headersSent) writeResponse(response, result.returnValue)
  } catch (error) {
    // a thrown error gives 500 without a body, as on Azure; the log has the error
    if (!response.headersSent) response.writeHead(error instanceof WorkerNotReady ? 503 : 500).end()
  } finally {
    stopWaiting()
  }
}

/**
 * Reads the body; undefined when it is too large. One without `Content-Length` is dropped as the real host drops it, and
 * `warn` says so (`GrpcMessageConversionExtensions.cs`, `ToRpcHttp`; azure-functions-host #4926).
 */
async function readBody(request: IncomingMessage, warn: (text: string) => void): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodySize) return undefined
    chunks.push(chunk)
  }
  if (size === 0 || request.headers['content-length'] !== undefined) return Buffer.concat(chunks)
  warn(`${request.method} ${request.url?.split('?')[0]}: its body came without Content-Length and is dropped`)
  return Buffer.alloc(0)
}
