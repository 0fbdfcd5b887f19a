import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the server saw it. */
interface Seen {
  request: string
  authorization: string | undefined
  body: string
}

/** Starts a server on this machine that answers by `answer`, and keeps what it was asked. */
export async function startServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: Seen[] = []
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const { authorization } = request.headers
      seen.push({ request: `${request.method} ${request.url}`, authorization, body })
      answer(request, response)
    })
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    url,
    api: { url, tenantId: 't', token: () => Promise.resolve('k') },
    seen,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const runId = '0198c1f2-7c1e-7a55-9d3c-2f1d8a4b6e70'

/** A monitor's answer for a run that has succeeded. */
export function monitored(over: object = {}) {
  const counts = { total: 3, processed: 3, succeeded: 3, failed: 0, skipped: 0, policies: 2, settings: 7 }
  return {
    runId,
    tenantId: 'app-key',
    externalId: 'external',
    operation: 'policy.sync',
    status: 'succeeded',
    phase: 'ended',
    progress: { done: 3, total: 3 },
    counts: { ...counts, inserted: 7, updated: 0, unchanged: 0, removed: 0 },
    result: null,
    graph: { requests: 4, pages: 2, retries: 0, throttledMs: 0, definitionRequests: 1 },
    attempt: 1,
    createdAt: '2026-11-29T10:00:00.000Z',
    startedAt: '2026-11-29T10:00:01.000Z',
    finishedAt: '2026-11-29T10:00:03.500Z',
    error: null,
    ...over,
  }
}
