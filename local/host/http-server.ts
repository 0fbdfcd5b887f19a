import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock'
import type { HttpFunction } from './functions'
import { toHttpData, writeResponse } from './http-convert'
import type { Keys } from './keys'
import type { HttpData, InvocationRequest, InvocationResponse } from './protocol'
import type { Match } from './router'
import { WorkerNotReady } from './supervisor'

/** The load balancer in front of Azure Functions cuts an answer that takes longer; it cannot be configured. */
const answerWithinMs = 230_000
/** `FUNCTIONS_REQUEST_BODY_SIZE_LIMIT` of the real host. */
const largestBody = 104_857_600

export interface HttpApp {
  route(method: string, path: string): Match | undefined
  keys: Keys
  execute(f: HttpFunction, request: InvocationRequest): Promise<InvocationResponse>
  /** Answers `/admin/…`; only called with the master key. */
  admin(request: { method: string; path: string }): Promise<{ status: number; body?: unknown }>
}

export interface HttpListener {
  port: number
  /** Lets requests in; until then they wait. */
  open(app: HttpApp): void
  /** No new connections; those without a request are closed. */
  refuse(): void
  close(): Promise<void>
}

/** Listens at once, so that nobody is refused while the worker starts. Rejects when the port is taken. */
export async function listen(port: number, clock: Clock): Promise<HttpListener> {
  let open: (app: HttpApp) => void = () => {}
  const app = new Promise<HttpApp>((resolve) => (open = resolve))
  const server = createServer((request, response) => {
    void answer(app, clock, request, response).catch(() => response.destroy())
  })
  server.requestTimeout = 0
  server.keepAliveTimeout = 5000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is already in use`) : error),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    open,
    refuse() {
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

async function answer(opening: Promise<HttpApp>, clock: Clock, request: IncomingMessage, response: ServerResponse) {
  const app = await opening
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
  const given = request.headers['x-functions-key'] ?? url.searchParams.get('code') ?? undefined
  const key = Array.isArray(given) ? given[0] : given
  const body = await readBody(request)
  const method = request.method ?? 'GET'
  const isAdmin = /^\/admin\//i.test(url.pathname)
  const match = isAdmin ? undefined : app.route(method, url.pathname)
  const refuse = (status: number) => response.writeHead(status, body ? {} : { connection: 'close' }).end()

  if (!body) refuse(413)
  else if (isAdmin && !app.keys.opens('admin', '', key)) refuse(401)
  else if (isAdmin) {
    const { status, body: answer } = await app.admin({ method, path: url.pathname })
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(answer === undefined ? undefined : JSON.stringify(answer))
  } else if (!match) refuse(404)
  else if (!app.keys.opens(match.function.trigger.authLevel, match.function.name, key)) refuse(401)
  else await run(app, clock, match.function, toHttpData(request, url, match.params, body), response)
}

async function run(app: HttpApp, clock: Clock, f: HttpFunction, http: HttpData, response: ServerResponse) {
  const stopWaiting = clock.after(answerWithinMs, () => {
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
    // A function that threw answers 500 without a body, as on Azure: its error is in the log
    if (!response.headersSent) response.writeHead(error instanceof WorkerNotReady ? 503 : 500).end()
  } finally {
    stopWaiting()
  }
}

/** The whole body, or undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
