import { connect } from 'node:net'
import { ManualClock } from '../../../local/clock'
import { alive, eventually, hostFor, type TestHost } from './harness'

let host: TestHost

beforeAll(async () => {
  process.env.SHELL_ONLY = 'must not reach the worker'
  host = await hostFor({ settings: { GREETING: 'hello' }, key: 'the-key' })
})

afterAll(async () => {
  await host?.stop()
})

test('all parts of a request reach the function, and all parts of its response come back', async () => {
  const response = await host.get('/API/echo/J%C3%B6rg/a/b?x=1&x=2&y=%20', {
    method: 'PUT',
    headers: { 'x-asked': 'yes', 'content-type': 'text/plain' },
    body: 'höflich',
  })
  expect(response.status).toBe(201)
  expect(response.headers.get('x-made-by')).toBe('echo')
  expect(response.headers.getSetCookie()).toEqual(['crumb=a%20b; Max-Age=60; Path=/; SameSite=None; HttpOnly'])
  expect(await response.json()).toEqual({
    method: 'PUT',
    url: `${host.url}/API/echo/J%C3%B6rg/a/b?x=1&x=2&y=%20`,
    params: { name: 'Jörg', rest: 'a/b' },
    query: { x: '1,2', y: ' ' },
    header: 'yes',
    body: 'höflich',
  })
})

test('bytes stay bytes', async () => {
  const response = await host.get('/api/raw', { method: 'POST', body: new Uint8Array([0, 255, 128, 1]) })
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 128, 255, 0])
})

test('a body without Content-Length is dropped, and the log says so', async () => {
  const chunked = { method: 'POST', body: new Blob(['in chunks']).stream(), duplex: 'half' } as RequestInit
  expect(await (await host.get('/api/echo/a/b', chunked)).json()).toMatchObject({ body: '' })
  const line = await eventually(() => host.lines.find((l) => l.includes('without Content-Length')), 'the warning')
  expect(line).toContain('host  warning  POST /api/echo/a/b: its body came without Content-Length and is dropped')
})

test('an encoded slash stays encoded in a parameter', async () => {
  const answer = await (await host.get('/api/echo/a%2Fb/c%2fd/e')).json()
  expect(answer).toMatchObject({ params: { name: 'a%2Fb', rest: 'c%2fd/e' } })
})

test('an invocation has a trace context, with the trace of the caller', async () => {
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const ask = async (init?: RequestInit) => (await (await host.get('/api/traced', init)).json()) as object
  expect(await ask()).toEqual({
    traceParent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/),
    traceState: '',
    attributes: {},
  })
  expect(await ask({ headers: { traceparent: `00-${trace}-b7ad6b7169203331-01`, tracestate: 'a=1' } })).toEqual({
    traceParent: expect.stringMatching(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`),
    traceState: 'a=1',
    attributes: {},
  })
})

test('a function that returns nothing answers 204', async () => {
  expect((await host.get('/api/nothing')).status).toBe(204)
})

test('an unknown route and a wrong method are both 404', async () => {
  expect((await host.get('/api/unknown')).status).toBe(404)
  expect((await host.get('/echo/x/y')).status).toBe(404)
  expect((await host.get('/api/echo/x/y', { method: 'DELETE' })).status).toBe(404)
})

test('a literal goes before a parameter, and a constraint is checked', async () => {
  expect(await (await host.get('/api/things/special')).text()).toBe('special')
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
  expect(await (await host.get(`/api/things/${id}`)).text()).toBe(`id ${id}`)
  expect((await host.get('/api/things/7')).status).toBe(404)
})

test('a function that throws answers 500 without a body, and the log has the reason', async () => {
  const response = await host.get('/api/broken')
  expect([response.status, await response.text()]).toEqual([500, ''])
  const line = await eventually(() => host.lines.find((l) => l.includes('broken on purpose')), 'the error')
  expect(line).toMatch(/^\d\d:\d\d:\d\d broken  error  failed after \d+ ms: Error: broken on purpose$/)
})

test.each([
  ['locked', undefined, 401],
  ['locked', 'wrong', 401],
  ['locked', 'host', 200],
  ['locked', 'master', 200],
  ['sealed', 'host', 401],
  ['sealed', 'master', 200],
])('function %s with key %s answers %d', async (name, which, status) => {
  const key = { host: host.key, master: host.masterKey, wrong: 'wrong' }[which ?? '']
  const headers: Record<string, string> = key ? { 'x-functions-key': key } : {}
  expect((await host.get(`/api/${name}`, { headers })).status).toBe(status)
  expect((await host.get(`/api/${name}${key ? `?code=${key}` : ''}`)).status).toBe(status)
})

test('the given key is the default host key', () => {
  expect(host.key).toBe('the-key')
  expect(host.masterKey).not.toBe('the-key')
})

test('hooks replace inputs and results, and can remove an error', async () => {
  expect(await (await host.get('/api/hooked')).json()).toEqual({ extra: 'extra', name: 'hooked', before: true })
  const saved = await host.get('/api/hooked?throw=1')
  expect([saved.status, await saved.text()]).toEqual([418, 'saved'])
})

test('the worker has the app settings, not the shell variables, and its log lines are readable', async () => {
  const { pid, greeting, shell } = (await (await host.get('/api/pid')).json()) as Record<string, unknown>
  expect(pid).toBe(host.worker().pid)
  expect(pid).not.toBe(process.pid)
  expect([greeting, shell]).toEqual(['hello', null])
  await eventually(() => host.lines.some((l) => /^[\d:]{8} app {2}asked tenantId="t 1" n=2$/.test(l)), 'console line')
  await eventually(() => host.lines.some((l) => /^[\d:]{8} pid {2}pid asked$/.test(l)), 'context line')
  expect(host.lines.some((l) => l.includes('not for everybody'))).toBe(false)
})

test('the log lists the functions and their addresses at start', () => {
  expect(host.lines).toContainEqual(expect.stringContaining(`echo  [GET,POST,PUT] ${host.url}/api/echo/{name}/{*rest}`))
  expect(host.lines).toContainEqual(expect.stringContaining('appStart ran'))
})

test('the admin API needs the master key', async () => {
  expect((await host.get('/admin/host/status')).status).toBe(401)
  expect((await host.get('/admin/host/status', { headers: { 'x-functions-key': host.key } })).status).toBe(401)
  const status = await host.get(`/admin/host/status?code=${host.masterKey}`)
  expect(await status.json()).toMatchObject({ state: 'Running', id: expect.any(String) })
})

test('invocations of a dead worker answer 500, and a new worker is started', async () => {
  const before = host.worker().pid
  const [crash, slow] = await Promise.all([
    eventually(() => host.lines.some((l) => l.includes('slow begins')), 'start').then(() => host.get('/api/crash')),
    host.get('/api/slow?ms=20000'),
  ])
  expect([crash.status, slow.status]).toEqual([500, 500])
  const { pid } = (await (await host.get('/api/pid')).json()) as { pid: number }
  expect(pid).not.toBe(before)
  expect(alive(before)).toBe(false)
})

test('a request that takes 230 s is answered 504', async () => {
  const clock = new ManualClock()
  const slow = await hostFor({ clock, functionTimeoutMs: 3_600_000, graceMs: 0 })
  try {
    const waiting = slow.get('/api/slow?ms=20000')
    await eventually(() => slow.lines.some((l) => l.includes('slow begins')), 'the function')
    clock.advance(229_999)
    clock.advance(1)
    expect((await waiting).status).toBe(504)
  } finally {
    await slow.stop()
  }
}, 60_000)

test('stop waits for running functions, runs appTerminate hooks and ends the worker', async () => {
  const stopping = await hostFor()
  const { pid } = stopping.worker()
  const running = stopping.get('/api/slow?ms=300')
  await eventually(() => stopping.lines.some((l) => l.includes('slow begins')), 'the function')
  const stopped = stopping.stop()
  expect(await (await running).text()).toBe('slow')
  await stopped
  expect(stopping.lines.at(-1)).toContain('appTerminate ran')
  expect(alive(pid)).toBe(false)
  await expect(stopping.get('/api/pid')).rejects.toThrow('fetch failed')
})

test.each([
  ['a host that is none', '/api/echo/a/b', 'a b'],
  ['a port that is none', '/api/echo/a/b', 'x:99999'],
  ['an empty bracket', '/api/echo/a/b', '['],
])('%s is 400, and the host goes on', async (_, path, name) => {
  const answer = await raw(path, name)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect((await host.get('/api/echo/a/b')).status).toBe(201)
})

test('a path that begins with two slashes names no other host', async () => {
  expect(await raw('//evil/api/echo/a/b', 'localhost')).toMatch(/^HTTP\/1\.1 404 /)
  expect(await raw('//', 'localhost')).toMatch(/^HTTP\/1\.1 404 /)
})

/** Sends a request as it is written, which no client of HTTP would. */
async function raw(path: string, name: string): Promise<string> {
  const socket = connect(host.port, '127.0.0.1')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`)
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}
