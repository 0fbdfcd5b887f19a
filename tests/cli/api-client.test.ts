import { type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import * as z from 'zod'
import { cancelRun, findSettings, followRun, readRun, startRun } from '../../cli/api-client'
import { readPages } from '../../cli/pages'
import { silence } from '../../cli/problem-sentence'
import { monitored, runId, startServer } from './server'

const token = () => Promise.resolve('k')

const servers: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const { close } of servers.splice(0)) await close()
})

async function start(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = await startServer(answer)
  servers.push(server)
  return server
}

/** Starts a server that answers with these statuses in turn, the last one for ever. */
function startWith(statuses: number[], headers: Record<string, string> = {}) {
  let asked = 0
  return start((_request, response) => {
    response.writeHead(statuses[Math.min(asked++, statuses.length - 1)]!, headers)
    response.end(JSON.stringify({ runId, deduplicated: false }))
  })
}

test.each([429, 503])('a %i with Retry-After is sat out', async (status) => {
  const { api, seen } = await startWith([status, status, 202], { 'retry-after': '0.01' })
  expect(await startRun(api, 'sync')).toMatchObject({ runId })
  expect(seen.map(({ request }) => request)).toEqual(Array(3).fill('POST /api/tenants/t/sync'))
})

test('a wait is never sat out for ever, nor a long one at all', async () => {
  const busy = await startWith([503], { 'retry-after': '0.01' })
  await expect(startRun(busy.api, 'sync')).rejects.toThrow('answered 503: it is busy or starting. Try again in 1 s.')
  expect(busy.seen).toHaveLength(4)
  const throttled = await startWith([429], { 'retry-after': '3600' })
  await expect(startRun(throttled.api, 'sync')).rejects.toThrow(
    'answered 429: it is busy or starting. Try again in 3600 s.',
  )
  expect(throttled.seen).toHaveLength(1)
  const dated = await startWith([503], { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() })
  await expect(startRun(dated.api, 'sync')).rejects.toThrow(/Try again in 3[56]\d\d s\./)
})

test.each([
  [{ title: 'The tenant is unknown.', detail: 'The tenant is unknown.' }, 'The tenant is unknown. (tenant.unknown)'],
  [{ title: 'Not valid.', detail: 'limit is too large' }, 'limit is too large. (tenant.unknown)'],
  [{ title: 'The tenant is unknown.' }, 'The tenant is unknown. (tenant.unknown)'],
  [{ title: 'x', detail: 'a\u001b[2Jb\nc' }, 'a\ufffd[2Jb c. (tenant.unknown)'],
])('problem details are a sentence and the code: %j', async (problem, sentence) => {
  const body = JSON.stringify({ type: 'urn:x', status: 404, code: 'tenant.unknown', ...problem })
  const { api } = await start((_request, response) => void response.writeHead(404).end(body))
  await expect(startRun(api, 'sync')).rejects.toThrow(new Error(sentence))
})

test.each([
  ['auth.token_missing', 'Not so. (auth.token_missing) Get another.'],
  ['auth.token_invalid', 'Not so. (auth.token_invalid) Get another.'],
  ['auth.not_permitted', 'Not so. (auth.not_permitted)'],
  ['access.denied', 'Not so. (access.denied)'],
])('a refusal with %s says what the caller can do, where the API does not', async (code, sentence) => {
  const { api } = await start(
    (_request, response) => void response.writeHead(403).end(JSON.stringify({ title: 'Not so', code })),
  )
  const tokenRemedy = 'Get another.'
  await expect(startRun({ ...api, tokenRemedy }, 'sync')).rejects.toThrow(new Error(sentence))
})

const html = '<html><body>\u001b[31mSign in</body></html>'

test.each([
  [401, '', /^POST sync was answered 401: the access token is not accepted\. Get a new one, .*\.$/],
  [403, html, /^POST sync was answered 403: .*stopped, or closed to this network\?$/],
  [404, '', /^POST sync was answered 404: .*address that of the app, .*\?$/],
  [429, html, /^POST sync was answered 429: .*Try again in a minute\.$/],
  [502, html, /^POST sync was answered 502: .*log.*\.$/],
  [503, '', /^POST sync was answered 503: .*Try again in a minute\.$/],
  [302, '', /^POST sync was answered 302: .*redirect.*\?$/],
  [418, html, /^POST sync was answered 418: .*\.$/],
  [200, html, /^http:\S+ did not answer with JSON: .*\?$/],
  [200, '', /^http:\S+ did not answer with JSON: .*\?$/],
  [200, 'null', /^The answer is not as expected: .*\?$/],
  [200, '{"runId":"x; y","deduplicated":false}', /^The answer is not as expected at "runId": .*\?$/],
])('a %i with %j is one sentence that says what to do, without the body', async (status, text, sentence) => {
  const { api } = await start(
    (_request, response) => void response.writeHead(status, { location: 'http://localhost:1' }).end(text),
  )
  const error = await startRun(api, 'sync').catch((thrown: unknown) => thrown)
  expect((error as Error).message).toMatch(sentence)
})

test('a redirect takes the token nowhere', async () => {
  const other = await start((_request, response) => void response.end('{}'))
  const { api } = await start((_request, response) => void response.writeHead(307, { location: other.url }).end())
  await expect(startRun(api, 'sync')).rejects.toThrow('does not redirect')
  expect(other.seen).toEqual([])
})

test('an answer without an end is broken off', async () => {
  let onEnd = () => {}
  const ended = new Promise<void>((resolve) => (onEnd = resolve))
  const { api } = await start((_request, response) => {
    response.on('close', onEnd)
    const chunk = Buffer.alloc(1 << 20, ' ')
    const more = () => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', more)
    }
    more()
  })
  await expect(readRun(api, runId)).rejects.toThrow('sends more than an answer of the API can be')
  await ended
})

test('a connection that is refused or breaks is a sentence', async () => {
  const gone = await startServer(() => {})
  await gone.close()
  await expect(startRun(gone.api, 'sync')).rejects.toThrow(`Nothing answers at ${gone.url}: is the address right`)
  const { api } = await start((request) => void request.socket.destroy())
  await expect(startRun(api, 'sync')).rejects.toThrow(/^The connection to \S+ broke \(\w+\): try again\.$/)
})

test('a certificate that nobody trusts, and a server without TLS, are sentences', async () => {
  const own = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' })
  const server = createTlsServer({ key: own.private, cert: own.cert }, (_request, response) => void response.end('{}'))
  servers.push({ close: () => new Promise((resolve) => server.close(() => resolve())) })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const url = `https://localhost:${(server.address() as AddressInfo).port}`
  await expect(startRun({ url, tenantId: 't', token }, 'sync')).rejects.toThrow(
    /^The certificate of https:\S+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\): .*NODE_EXTRA_CA_CERTS\.$/,
  )
  const plain = await start((_request, response) => void response.end('{}'))
  const wrong = { ...plain.api, url: plain.url.replace('http:', 'https:') }
  await expect(startRun(wrong, 'sync')).rejects.toThrow(/^https:\S+ does not speak TLS \(ERR_SSL_\w+\): /)
})

test.each([
  [new DOMException('The operation was aborted', 'TimeoutError'), 'https://x did not answer in time: '],
  [new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }), 'There is no host for https://x: '],
  [new TypeError('fetch failed', { cause: { errors: [{ code: 'ECONNREFUSED' }] } }), 'Nothing answers at https://x: '],
  [
    new TypeError('fetch failed', { cause: { errors: [{ code: 'ENETUNREACH' }, { code: 'ECONNREFUSED' }] } }),
    'Nothing answers at https://x: ',
  ],
  [new TypeError('fetch failed', { cause: new Error('bad port') }), 'Nothing answers at https://x: '],
  [new TypeError('"hunter2" is an invalid header value'), 'The connection to https://x broke (no reason given): '],
])('%s is a sentence about the address', (error, sentence) => {
  expect(silence('https://x', error)).toContain(sentence)
})

test('every request has the token of its moment', async () => {
  const { api, seen } = await startWith([503, 202], { 'retry-after': '0.01' })
  const tokens = ['old', 'new']
  await startRun({ ...api, token: () => Promise.resolve(tokens.shift()!) }, 'sync')
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new'])
})

test('where no token can be had, nothing is sent, and its own sentence is thrown', async () => {
  const { api, seen } = await startWith([202])
  const token = () => Promise.reject(new Error('No stack is running here.'))
  await expect(startRun({ ...api, token }, 'sync')).rejects.toThrow(new Error('No stack is running here.'))
  expect(seen).toEqual([])
})

test('a run is followed to its end, and each state is shown; an answer may say more than is known here', async () => {
  let asked = 0
  const working = monitored({ status: 'running', phase: 'policies', finishedAt: null, added: { later: true } })
  const { api, seen } = await start((_request, response) => {
    response.end(JSON.stringify(asked++ === 0 ? working : monitored({ added: 1 })))
  })
  const shown: string[] = []
  const run = await followRun(api, runId, ({ phase }) => void shown.push(phase), { everyMs: 1 })
  expect(run).toEqual(monitored({ added: 1 }))
  expect(shown).toEqual(['policies', 'ended'])
  expect(seen[0]).toEqual({ request: `GET /api/tenants/t/runs/${runId}`, authorization: 'Bearer k', body: '' })
})

test('a run that is followed is let go at once, also while the API is silent', async () => {
  const controller = new AbortController()
  const { api } = await start(() => controller.abort(new Error('enough')))
  await expect(followRun(api, runId, () => {}, { signal: controller.signal })).rejects.toThrow('enough')
})

/** Starts a server that breaks connections as long as `isBroken` says so, and else answers with an ended run. */
const startBreaking = (isBroken: (asked: number) => boolean) => {
  let asked = 0
  return start((request, response) => {
    if (isBroken(asked++)) request.socket.destroy()
    else response.end(JSON.stringify(asked < 10 ? monitored({ finishedAt: null }) : monitored()))
  })
}

test('connections that break while a run is followed are sat out, however many there are in all', async () => {
  const { api, seen } = await startBreaking((asked) => asked % 4 !== 3)
  const run = await followRun(api, runId, () => {}, { everyMs: 1 })
  expect(run.status).toBe('succeeded')
  expect(seen).toHaveLength(12)
})

test('a run that cannot be read four times in a row is no longer followed; a refusal is not asked again', async () => {
  const broken = await startBreaking(() => true)
  await expect(followRun(broken.api, runId, () => {}, { everyMs: 1 })).rejects.toThrow(/^The connection to \S+ broke/)
  expect(broken.seen).toHaveLength(4)
  const refusing = await startWith([404])
  await expect(followRun(refusing.api, runId, () => {}, { everyMs: 1 })).rejects.toThrow('answered 404')
  expect(refusing.seen).toHaveLength(1)
})

test('nothing that changes something is sent again after a broken connection', async () => {
  const { api, seen } = await startBreaking(() => true)
  await expect(startRun(api, 'sync')).rejects.toThrow(/broke/)
  await expect(cancelRun(api, runId)).rejects.toThrow(/broke/)
  expect(seen).toHaveLength(2)
})

/** Starts a server of empty pages with these cursors. */
const startEmpty = (cursor: (asked: number) => string | null) => {
  let asked = 0
  return start(
    (_request, response) => void response.end(JSON.stringify({ items: [], nextCursor: cursor(asked++), sources: [] })),
  )
}

test('an empty page may have a cursor: a scan has a time limit', async () => {
  const { api, seen } = await startEmpty((asked) => (asked < 3 ? `c${asked}` : null))
  expect(await findSettings(api, {})).toEqual({ items: [], nextCursor: null, sources: [] })
  expect(seen.map(({ request }) => request.replace(/.*limit=50/, ''))).toEqual([
    '',
    '&cursor=c0',
    '&cursor=c1',
    '&cursor=c2',
  ])
})

test.each([
  ['the same cursor', () => 'c', 2],
  ['cursors in a circle', (asked: number) => `c${asked % 3}`, 4],
  ['new cursors without an end', (asked: number) => `c${asked}`, 500],
] as const)('a search that is answered with empty pages and %s ends', async (_what, cursor, requests) => {
  const { api, seen } = await startEmpty(cursor)
  await expect(findSettings(api, {})).rejects.toThrow(/^The list does not get on: .*\?$/)
  expect(seen).toHaveLength(requests)
})

test('a cancelled run says what it is now', async () => {
  const { api, seen } = await start(
    (_request, response) => void response.end(JSON.stringify({ runId, status: 'running' })),
  )
  expect(await cancelRun(api, runId)).toEqual({ runId, status: 'running' })
  expect(seen[0]!.request).toBe(`POST /api/tenants/t/runs/${runId}/cancel`)
})

test('a page may have more items than a call has arguments', async () => {
  const items = Array<number>(250_000).fill(1)
  const server = await startServer((_request, response) => void response.end(JSON.stringify({ items })))
  const schema = z.object({ items: z.array(z.number()) })
  const page = await readPages(server.api, { path: 'x', schema }, { limit: 250_000 }).finally(server.close)
  expect(page.items).toHaveLength(250_000)
})
