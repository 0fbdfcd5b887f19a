import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startRun } from '../../../local/commands/api-client'

let server: Server
afterEach(() => new Promise((resolve) => server.close(resolve)))

/** An app that answers with these statuses in turn, and how often it was asked. */
async function answerOrProblem(statuses: number[]) {
  const asked: string[] = []
  server = createServer((request, response) => {
    const status = statuses[Math.min(asked.length, statuses.length - 1)]!
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(status, status === 503 ? { 'retry-after': '0.01' } : {})
    response.end(JSON.stringify({ runId: 'r', deduplicated: false }))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return { api: { url: `http://localhost:${port}`, key: 'k', tenantId: 't' }, asked }
}

test('an app that is busy for a moment is asked again', async () => {
  const { api, asked } = await answerOrProblem([503, 503, 202])
  expect(await startRun(api, 'sync')).toMatchObject({ runId: 'r' })
  expect(asked).toEqual(Array(3).fill('POST /api/tenants/t/sync'))
})

test('one that stays busy, or refuses, is told', async () => {
  const busy = await answerOrProblem([503])
  await expect(startRun(busy.api, 'sync')).rejects.toThrow('answered 503')
  expect(busy.asked).toHaveLength(4)
  server.close()
  const refusing = await answerOrProblem([400])
  await expect(startRun(refusing.api, 'sync')).rejects.toThrow('answered 400')
  expect(refusing.asked).toHaveLength(1)
})
