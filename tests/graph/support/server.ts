import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface Received {
  method: string
  /** Path and query, exactly as received. */
  url: string
  headers: IncomingHttpHeaders
  body: unknown
}

export type Reply =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  | 'hang' // takes the request and never answers
  | 'break' // closes the connection
  | 'tear' // closes it in the middle of the body

export type Script = (request: Received, index: number) => Reply | Promise<Reply>

/** Starts a real HTTP server on the loopback. It answers by the script, and keeps the requests. */
export async function startServer(script: Script) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const text = (await buffer(request)).toString()
      const seen: Received = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      }
      const reply = await script(seen, received.push(seen) - 1)
      if (reply === 'hang') return
      if (reply === 'break') return void request.socket.destroy()
      if (reply === 'tear') {
        response.writeHead(200, { 'Content-Length': '1000' })
        response.write('{"value":', () => request.socket.destroy())
        return
      }
      response.writeHead(reply.status ?? 200, { 'Content-Type': 'application/json', ...reply.headers })
      response.end(reply.text ?? JSON.stringify(reply.json ?? {}))
    })()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** Answers with one reply after another, and then always with the last one. */
export function inTurn(...replies: Reply[]): Script {
  return (_, index) => replies[Math.min(index, replies.length - 1)] ?? 'break'
}
