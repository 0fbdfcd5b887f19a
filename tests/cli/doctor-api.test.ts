import type { ServerResponse } from 'node:http'
import { azureCliMs } from '../../cli/azure-cli'
import { addressLook, readinessLook } from '../../cli/doctor/address'
import { type Finding, type Look, tell } from '../../cli/doctor/check'
import { tenantLook } from '../../cli/doctor/tenant'
import { tokenLook } from '../../cli/doctor/token'
import { workerHealthLook } from '../../cli/doctor/worker-health'
import { noProgress } from '../../cli/progress'
import { examples } from '../../src/http/examples'
import { monitored, runId, startServer } from './server'
import { asTyped } from './typed'

type Answer = [status: number, body: object | string] | ((response: ServerResponse) => void)

/** By `METHOD path` below `/api/`; else 404. */
let answers: Record<string, Answer>
let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer(({ method, url }, response) => {
    const answer = answers[`${method} ${url!.replace('/api/', '')}`] ?? [404, '']
    if (typeof answer === 'function') return answer(response)
    const [status, body] = answer
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
})
afterAll(() => server.close())
beforeEach(() => {
  answers = {}
  server.seen.length = 0
})

const token = () => Promise.resolve('hunter2.access.token')

/** The findings of a look, by the names of its checks. None repeats the token. */
async function look(given: Look): Promise<Record<string, Finding>> {
  const told = await tell(given, new AbortController().signal)
  expect(JSON.stringify(told)).not.toContain('hunter2')
  return Object.fromEntries(told.map(({ name, ...finding }) => [name, finding]))
}

describe('address', () => {
  const address = async (url = server.url) => (await look(addressLook({ url, token }))).address!

  test('is ok where the API lives, and is asked without the token', async () => {
    answers['GET health/live'] = [200, { status: 'alive' }]
    expect(await address()).toMatchObject({ state: 'ok' })
    expect(server.seen).toEqual([{ request: 'GET /api/health/live', authorization: undefined, body: '' }])
  })

  test.each<[string, Answer, RegExp]>([
    ['something else', [200, '<html>'], /answers, and is not this API\.$/],
    ['no such route', [404, ''], /was answered 404/],
    ['a failed app', [500, ''], /the app failed/],
    ['a broken connection', (response) => response.destroy(), /broke/],
  ])('has failed for %s', async (_what, answer, says) => {
    answers['GET health/live'] = answer
    expect(await address()).toMatchObject({ state: 'failed', says: expect.stringMatching(says) })
  })

  test('has failed where nothing listens, and where nothing answers in time', async () => {
    expect((await address('http://localhost:1')).says).toMatch(/^Nothing answers/)
    answers['GET health/live'] = () => {}
    const silent = await look({ ...addressLook(server), withinMs: 100 })
    expect(silent.address).toMatchObject({ state: 'failed', says: 'There was no answer within 0.1 s.' })
  })
})

test.each<[Answer, string, RegExp]>([
  [[200, { status: 'ready' }], 'ok', /answer the app/],
  [[503, { status: 'not_ready' }], 'failed', /^Database or queues do not answer/],
  [[404, ''], 'failed', /404/],
])('readiness %j is %s', async (answer, state, says) => {
  answers['GET health/ready'] = answer
  expect((await look(readinessLook(server))).readiness).toMatchObject({ state, says: expect.stringMatching(says) })
})

describe('token', () => {
  const now = Date.parse('2026-11-30T12:00:00Z')
  const ids = { tid: '22222222-aaaa-4bbb-8ccc-000000000002', oid: 'b0000000-0000-4000-8000-000000000005' }
  const good = { ...ids, ver: '2.0', scp: 'access_as_user', roles: ['Operations'], exp: now / 1000 + 3_600 }
  const tokenOf = (claims: object) => `hunter2.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.hunter2`
  const finding = async (given?: string) => {
    const known = given === undefined ? {} : { token: () => Promise.resolve(given) }
    return (await look(tokenLook({ url: '', ...known }, () => now))).token!
  }

  test('tells whose it is, until when, and that it may read the health', async () => {
    expect(await finding(tokenOf(good))).toEqual({
      state: 'ok',
      says: `It is of a person, ${ids.tid}/${ids.oid}, expires in 60 min, with the app role Operations.`,
      remedy: null,
    })
  })

  test.each<[string, object, RegExp]>([
    ['failed', { exp: now / 1000 }, /has expired/],
    ['failed', { ver: '1.0' }, /not of version 2/],
    ['failed', { tid: 'nowhere' }, /^The token is no access token of Entra/],
    ['warning', { roles: ['ActAs'], scp: undefined }, /of a service, .* lacks the app role Operations/],
    ['warning', { exp: now / 1000 + 299 }, /expires in 4 min/],
  ])('is %s with %j', async (state, change, says) => {
    const found = await finding(tokenOf({ ...good, ...change }))
    expect(found).toEqual({ state, says: expect.stringMatching(says), remedy: expect.any(String) })
  })

  test('that is none, or missing, is said to be so', async () => {
    expect(await finding('hunter2.%%.x')).toMatchObject({ state: 'failed' })
    expect(await finding()).toMatchObject({ state: 'not checked', says: 'There is no access token.' })
  })
})

describe('worker health', () => {
  const calm = {
    ...examples.health,
    deadLetters: { ledger: 0, queues: { sync: 0, interactive: 0 } },
    failingTenants: 0,
  }
  const health = (answer: Answer, given: typeof token | undefined = token) => {
    answers['GET worker-health'] = answer
    return look(workerHealthLook({ url: server.url, token: given }))
  }
  const states = (found: Record<string, Finding>) => Object.values(found).map(({ state }) => state)

  test('is ok, part by part', async () => {
    expect(new Set(states(await health([200, calm])))).toEqual(new Set(['ok']))
    expect(server.seen[0]).toMatchObject({ authorization: 'Bearer hunter2.access.token' })
  })

  test.each<[string, string, object, RegExp]>([
    ['database', 'warning', { database: { version: '16.4', answersInMs: 51 } }, /16\.4 answers in 51 ms/],
    ['migrations', 'failed', { migrations: { applied: 4, expected: 6, state: 'behind' } }, /^4 of 6 .* applied\.$/],
    ['migrations', 'failed', { migrations: { applied: 6, expected: 6, state: 'behind' } }, /access rules or a view/],
    ['migrations', 'warning', { migrations: { applied: 7, expected: 6, state: 'ahead' } }, /newer version/],
    ['connections', 'ok', { connections: { open: 79, limit: 100 } }, /79 of 100/],
    ['connections', 'warning', { connections: { open: 80, limit: 100 } }, /80 of 100/],
    ['connections', 'failed', { connections: { open: 95, limit: 100 } }, /95 of 100/],
    ['clock', 'ok', { clock: { differenceMs: 1_000 } }, /1000 ms ahead of/],
    ['clock', 'warning', { clock: { differenceMs: -1_001 } }, /1001 ms behind that/],
    ['clock', 'failed', { clock: { differenceMs: 60_001 } }, /60001 ms ahead/],
    [
      'runs',
      'warning',
      { owed: 3, late: 2, failingTenants: 1 },
      /3 messages were .*; 2 runs take .*; .* 1 tenant failed\.$/,
    ],
    ['dead letters', 'warning', examples.health, /^1 message lies there, 1 run failed/],
  ])('%s is %s with %j', async (name, state, change, says) => {
    const found = await health([200, { ...calm, ...change, failingTenants: 0, ...change }])
    expect(found[name]).toMatchObject({ state, says: expect.stringMatching(says) })
    expect(found[name]!.remedy === null).toBe(state === 'ok')
    expect(found['worker health']!.state).toBe('ok')
  })

  test.each([
    [{ failingTenants: 1 }, 'runs list --all --status failed'],
    [{ owed: 1 }, 'runs list --all --active'],
    [{ late: 1, failingTenants: 2 }, 'runs list --all --status failed, and runs list --all --active'],
  ])('runs with %j name the commands that show them', async (change, commands) => {
    const { runs } = await health([200, { ...calm, owed: 0, late: 0, ...change }])
    expect(runs).toMatchObject({ state: 'warning', remedy: `Look at them: ${commands}.` })
  })

  test('is not checked where nobody gives the token', async () => {
    const found = await health([200, calm], () => Promise.reject(new Error('Nobody is signed in.')))
    expect(found['worker health']).toMatchObject({ state: 'not checked', remedy: 'See "token".' })
    expect(server.seen).toEqual([])
  })

  test('of an older API tells what it can', async () => {
    const { database, migrations, connections, clock, ...old } = calm
    expect([database, migrations, connections, clock]).not.toContain(undefined)
    expect(states(await health([200, old]))).toEqual(['ok', ...Array<string>(4).fill('not checked'), 'ok', 'ok'])
  })

  test.each([
    ['db.schema_behind', /db:migrate/],
    ['db.forbidden', /Grant the login/],
    ['db.unavailable', /DATABASE_URL/],
    ['queue.unavailable', /roles of the app/],
    ['internal.bug\u001b[31m', /error-codes/],
  ])('that is unhealthy for %j has failed, with what to do', async (error, remedy) => {
    const found = await health([500, { status: 'unhealthy', error }])
    expect(found['worker health']).toMatchObject({ state: 'failed', remedy: expect.stringMatching(remedy) })
    expect(states(found).slice(1)).toEqual(Array(6).fill('not checked'))
  })

  const problem = (code: string) => ({ title: 'No.', detail: 'It is refused.', code })
  test.each<[Answer, string, RegExp]>([
    [[401, problem('auth.token_invalid')], 'not checked', /TENANTPILOT_TOKEN/],
    [[403, problem('auth.not_permitted')], 'not checked', /app role Operations/],
    [[503, ''], 'failed', /address/],
    [[200, { status: 'fine' }], 'failed', /address/],
  ])('%j is told as such', async (answer, state, remedy) => {
    const found = await health(answer)
    expect(found['worker health']).toMatchObject({ state, remedy: expect.stringMatching(remedy) })
  })

  test('is not asked for without a token', async () => {
    answers['GET worker-health'] = [200, calm]
    const found = await look(workerHealthLook(server.url ? { url: server.url } : server))
    expect(found['worker health']!.state).toBe('not checked')
    expect(server.seen).toEqual([])
  })
})

describe('Graph', () => {
  const read = (what: string, missing: object | null = null, readable = false) => ({
    what,
    readable,
    code: readable ? null : 'graph.forbidden',
    missing,
  })
  const verify = (over: object) => {
    answers['POST tenants/t/verify'] = [202, { runId, deduplicated: false }]
    answers[`GET tenants/t/runs/${runId}`] = [200, monitored({ operation: 'tenant.verify', ...over })]
    const api = { url: server.url, tenantId: 't', token }
    return look(tenantLook({ api, progress: noProgress, typed: asTyped }))
  }
  const result = { displayName: 'Contoso', licences: ['EMS'], permissions: ['A.Read'], reads: [read('a', null, true)] }

  test('that can be read is ok, with its permissions and licences', async () => {
    expect(await verify({ result })).toEqual({
      'Graph of t': { state: 'ok', says: 'Contoso: 1 of 1 sources can be read.', remedy: null },
      permissions: { state: 'ok', says: 'A.Read.', remedy: null },
      licences: { state: 'ok', says: 'EMS.', remedy: null },
    })
  })

  test('that lacks permissions and licences says what to grant and to assign, each once', async () => {
    const permission = { kind: 'permission', name: 'B.Read' }
    const lacking = [read('b', permission), read('c', permission), read('d', { kind: 'licence', name: 'INTUNE_A' })]
    const found = await verify({ status: 'partial', result: { ...result, reads: [...result.reads, ...lacking] } })
    expect(found).toMatchObject({
      'Graph of t': { state: 'ok' },
      permissions: { state: 'warning', says: expect.stringContaining('b, c') },
      licences: { state: 'warning', remedy: expect.stringContaining('INTUNE_A') },
    })
    expect(found.permissions!.remedy).toBe(
      'grant the app the permission B.Read, and let an administrator of the tenant consent',
    )
  })

  test('of which nothing can be read has failed; what nobody can explain is a warning', async () => {
    const nothing = await verify({ status: 'partial', result: { ...result, reads: [read('b')] } })
    expect(nothing['Graph of t']!.state).toBe('failed')
    const part = await verify({ status: 'partial', result: { ...result, reads: [...result.reads, read('b')] } })
    expect(part['Graph of t']).toMatchObject({ state: 'warning', says: expect.stringContaining('b (graph.forbidden)') })
  })

  test('whose run fails, or cannot be started, has failed with the reason', async () => {
    const error = { code: 'graph.auth.consent', category: 'needs_administrator', message: 'Consent is missing.' }
    expect((await verify({ status: 'failed', error }))['Graph of t']).toMatchObject({
      state: 'failed',
      says: 'The run failed (graph.auth.consent).',
      remedy: `Consent is missing. Look at it: runs show ${runId}`,
    })
  })

  const cannot = async (api: object) => {
    const given = { url: server.url, tenantId: 't', token, ...api }
    const found = await look(tenantLook({ api: given, progress: noProgress, typed: asTyped }))
    expect(found.permissions!.state).toBe('not checked')
    return found['Graph of t']
  }
  const problem = (code: string) => ({ title: 'No tenant has this id.', code })

  test.each<[Answer, string]>([
    [[401, problem('auth.token_invalid')], 'See "token".'],
    [[404, problem('tenant.unknown')], 'No tenant has this id. (tenant.unknown)'],
    [[403, problem('access.denied')], 'No tenant has this id. (access.denied)'],
    [[500, ''], 'Look at it alone: verify'],
    [[200, '<html>'], 'See "address" and "token".'],
    [(response) => response.destroy(), 'See "address".'],
  ])('that answers the start with %j has failed, with what helps: %s', async (answer, remedy) => {
    answers['POST tenants/t/verify'] = answer
    expect(await cannot({})).toMatchObject({ state: 'failed', remedy })
  })

  test('is not checked where nobody gives the token', async () => {
    const none = { token: () => Promise.reject(new Error('Nobody is signed in.')) }
    expect(await cannot(none)).toMatchObject({ state: 'not checked', remedy: 'See "token".' })
    expect(server.seen).toEqual([])
  })
})

test('an az that takes as long as it may fails no look that needs its token', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance', 'Date'] })
  try {
    answers['GET worker-health'] = [200, examples.health]
    const slow = () => new Promise<string>((resolve) => setTimeout(() => resolve('hunter2.e30.x'), azureCliMs))
    const installation = { url: server.url, token: slow }
    const looks = [tokenLook(installation, Date.now), workerHealthLook(installation)].map(look)
    await jest.advanceTimersByTimeAsync(azureCliMs)
    jest.useRealTimers()
    const [ofToken, ofHealth] = await Promise.all(looks)
    expect(ofToken!.token!.says).toBe('The token is no access token of Entra for this API.')
    expect(ofHealth!['worker health']!.state).toBe('ok')
  } finally {
    jest.useRealTimers()
  }
})
