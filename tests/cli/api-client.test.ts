import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startRun } from '../../../local/commands/api-client'

let server: Server
afterEach(() => new Promise((resolve) => server.close(resolve)))

/** Starts a server that answers with these statuses in turn; `requests` collects the requests. */
async function startServer(statuses: number[]) {
  const requests: string[] = []
  server = createServer((request, response) => {
    const status = statuses[Math.min(requests.length, statuses.length - 1)]!
    requests.push(`${request.method} ${request.url}`)
    response.writeHead(status, status === 503 ? { 'retry-after': '0.01' } : {})
    response.end(JSON.stringify({ runId: 'r', deduplicated: false }))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return { api: { url: `http://localhost:${port}`, key: 'k', tenantId: 't' }, requests }
}

test('a 503 with Retry-After is retried', async () => {
  const { api, requests } = await startServer([503, 503, 202])
  expect(await startRun(api, 'sync')).toMatchObject({ runId: 'r' })
  expect(requests).toEqual(Array(3).fill('POST /api/tenants/t/sync'))
})

test('repeated 503 and other errors reject', async () => {
  const busy = await startServer([503])
  await expect(startRun(busy.api, 'sync')).rejects.toThrow('answered 503')
  expect(busy.requests).toHaveLength(4)
  server.close()
  const refusing = await startServer([400])
  await expect(startRun(refusing.api, 'sync')).rejects.toThrow('answered 400')
  expect(refusing.requests).toHaveLength(1)
})

/** Answers every request with this text. */
async function startAnswering(status: number, text: string) {
  server = createServer((_request, response) => void response.writeHead(status).end(text))
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, key: 'k', tenantId: 't' }
}

test.each([
  [{ title: 'The tenant is unknown.', detail: 'The tenant is unknown.' }, 'The tenant is unknown. (tenant.unknown)'],
  [{ title: 'Not valid.', detail: 'limit is too large' }, 'limit is too large. (tenant.unknown)'],
  [{ title: 'The tenant is unknown.' }, 'The tenant is unknown. (tenant.unknown)'],
])('problem details are a sentence and the code: %j', async (problem, sentence) => {
  const api = await startAnswering(
    404,
    JSON.stringify({ type: 'urn:x', status: 404, code: 'tenant.unknown', ...problem }),
  )
  await expect(startRun(api, 'sync')).rejects.toThrow(new Error(sentence))
})

test('an answer without problem details, and no answer at all, are a sentence too', async () => {
  const api = await startAnswering(401, '')
  await expect(startRun(api, 'sync')).rejects.toThrow(new Error('POST sync was answered 401.'))
  server.close()
  const silent = { ...api, url: 'http://localhost:1' }
  await expect(startRun(silent, 'sync')).rejects.toThrow('No functions host answers at http://localhost:1')
})
