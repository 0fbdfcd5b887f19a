import type { IncomingMessage, ServerResponse } from 'node:http'
import { createClient } from '../../examples/next-app/lib/tenantpilot/client'
import { readAnswer } from '../../examples/next-app/lib/tenantpilot/read-answer'
import { reliedOn } from '../../examples/next-app/lib/tenantpilot/relied-on'
import { routes } from '../../examples/next-app/lib/tenantpilot/schema'
import { examples } from '../../src/http/examples'
import { describedRoutes } from '../../src/http/routes'
import { operationRecords } from '../../src/operations/registry'
import { startServer } from '../cli/server'

let answer: (request: IncomingMessage, response: ServerResponse) => void
let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer((request, response) => answer(request, response))
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
  answer = (_, response) => void response.end('{"items":[],"nextCursor":null}')
})

const client = (getToken = () => Promise.resolve('mine'), timeoutMs = 10_000) =>
  createClient({ baseUrl: server.url, getToken, timeoutMs })

test('it knows every route but the pages for browsers', () => {
  const places = describedRoutes(operationRecords.values())
    .filter(({ answers }) => answers[200]?.mediaType === undefined)
    .map(({ name, method, path }) => [name, { method, path: `/api/${path}` }])
  expect(routes).toEqual(Object.fromEntries(places))
})

test('a call has ids in its path, parameters in its query, a body, headers and the token', async () => {
  answer = ({ method }, response) =>
    void response.end(JSON.stringify(method === 'POST' ? examples.started : { items: [], nextCursor: null }))
  await client()('listPolicies', {
    params: { tenantId: 'a b' },
    query: { q: 'bit&locker', limit: 5, cursor: undefined },
  })
  await client()('startSync', { params: { tenantId: 'contoso' }, body: { force: true } })
  expect(server.seen).toEqual([
    { request: 'GET /api/tenants/a%20b/policies?q=bit%26locker&limit=5', authorization: 'Bearer mine', body: '' },
    { request: 'POST /api/tenants/contoso/sync', authorization: 'Bearer mine', body: '{"force":true}' },
  ])
})

test('headers of a call are sent', async () => {
  let key: unknown
  answer = (request, response) => {
    key = request.headers['idempotency-key']
    response.end(JSON.stringify(examples.started))
  }
  await client()('startSync', { params: { tenantId: 'contoso' }, headers: { 'Idempotency-Key': 'once' } })
  expect(key).toBe('once')
})

test('the headers of an answer are given, and nothing changed is an answer too', async () => {
  const headers = { etag: '"e"', 'retry-after': '2' }
  const params = { tenantId: 'contoso', runId: examples.run.runId }
  answer = (request, response) => {
    const isKnown = request.headers['if-none-match'] === '"e"'
    response.writeHead(isKnown ? 304 : 200, headers).end(isKnown ? '' : JSON.stringify(examples.run))
  }
  const answered = { etag: '"e"', retryAfterMs: 2_000 }
  const first = await client().withHeaders('getRun', { params })
  expect(first).toEqual({ ...answered, status: 200, answer: examples.run })
  const again = { params, headers: { 'If-None-Match': first.etag! } }
  expect(await client().withHeaders('getRun', again)).toEqual({ ...answered, status: 304, answer: null })
  await expect(client()('getRun', again)).rejects.toMatchObject({ name: 'ApiError', status: 304 })
})

test.each([
  ['30', 30_000],
  ['', undefined],
  ['soon', undefined],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('a refusal with Retry-After %j is worth another call after %d ms', async (retryAfter, retryAfterMs) => {
  answer = (_, response) => void response.writeHead(429, { 'retry-after': retryAfter }).end()
  await expect(client()('listWorkspaces', {})).rejects.toMatchObject({ status: 429, retryAfterMs })
})

test.each(['/gateway', '/gateway/'])('the path %s before the address of the API is kept', async (path) => {
  const below = createClient({ baseUrl: server.url + path, getToken: () => Promise.resolve('mine') })
  await below('listWorkspaces', {})
  expect(server.seen).toMatchObject([{ request: 'GET /gateway/api/workspaces' }])
})

test('an answer is given as it is, and none as null', async () => {
  expect(await client()('listWorkspaces', {})).toEqual({ items: [], nextCursor: null })
  answer = (_, response) => void response.writeHead(204).end()
  expect(await client()('removeTenant', { params: { tenantId: 'contoso' } })).toBeNull()
})

test('a refusal has the words and the code of the API', async () => {
  const problem = { type: 'urn:x', title: 'T', status: 403, detail: 'Nothing here is yours.', code: 'access.denied' }
  answer = (_, response) => void response.writeHead(403).end(JSON.stringify(problem))
  await expect(client()('listWorkspaces', {})).rejects.toMatchObject({
    name: 'ApiError',
    message: 'Nothing here is yours.',
    status: 403,
    code: 'access.denied',
  })
})

test.each(['<html>', 'null', '{"detail":1}'])('the answer %s of something else is a status', async (text) => {
  answer = (_, response) => void response.writeHead(502).end(text)
  await expect(client()('listWorkspaces', {})).rejects.toMatchObject({ status: 502, code: undefined })
})

test.each(['', '.', '..'])('the id %j leads nowhere else', async (tenantId) => {
  await expect(client()('startSync', { params: { tenantId } })).rejects.toThrow('The tenantId is not valid.')
  expect(server.seen).toEqual([])
})

test.each([
  ['the API', () => Promise.resolve('mine')],
  ['the token', () => new Promise<string>(() => {})],
])('a call ends in time when %s does not come', async (_, getToken) => {
  answer = () => {}
  await expect(client(getToken, 30)('listWorkspaces', {})).rejects.toMatchObject({ name: 'TimeoutError' })
})

test.each([301, 302, 307, 308])('a redirect (%d) is not followed, and a refusal in words', async (status) => {
  answer = (_, response) => void response.writeHead(status, { location: `${server.url}/elsewhere` }).end()
  await expect(client()('listWorkspaces', {})).rejects.toMatchObject({
    name: 'ApiError',
    message: `The service sent this app elsewhere (status ${status}). Ask an administrator to check its address.`,
  })
  expect(server.seen).toHaveLength(1)
})

test('an answer without an end is given up after 16 MiB', async () => {
  const closed = new Promise<void>((resolve) => {
    answer = (_, response) => {
      const more = () => void (response.write(Buffer.alloc(1024 * 1024)) ? setImmediate(more) : 0)
      response.on('drain', more).on('close', resolve)
      more()
    }
  })
  await expect(client()('listWorkspaces', {})).rejects.toThrow('it has more than 16 MiB')
  await closed
})

test('an answer of 16 MiB is read, with letters that stand in two parts of it', async () => {
  const name = 'ü'.repeat(8 * 1024 * 1024 - 100)
  answer = (_, response) => void response.end(JSON.stringify({ items: [{ workspaceId: 'w', name }] }))
  const { items } = await client()('listWorkspaces', {})
  expect(items[0]!.name === name).toBe(true)
})

test('an answer that breaks off is no answer', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"items":')
    setImmediate(() => response.destroy())
  }
  await expect(client()('listWorkspaces', {})).rejects.toMatchObject({ name: 'UnreachableError' })
})

test.each(['null', '', '7', '[]', '{}', '{"items":null}', '{"items":[{"x":1}]}', '{"items":[null]}', '<html>'])(
  'the answer %j is none of the API',
  async (text) => {
    answer = (_, response) => void response.end(text)
    await expect(client()('listNotifications', {})).rejects.toMatchObject({ name: 'UnreadableError' })
  },
)

test('what the API documents has what the pages rely on', async () => {
  const documented = describedRoutes(operationRecords.values())
  for (const name of Object.keys(reliedOn) as (keyof typeof reliedOn)[]) {
    const { answer } = documented.find((each) => each.name === name)!.example
    expect(readAnswer(name, JSON.stringify(answer))).toEqual(answer)
  }
})
