import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { interrupt, runCli } from '../support/cli'
import { until } from '../support/until'
import { monitored, runId, startServer } from './server'

const token = 'hunter2.access.token'
const authorization = `Bearer ${token}`
const hint = `Follow it: tenantpilot runs watch ${runId}. Cancel it: tenantpilot runs cancel ${runId}.`
const follow = `The run goes on. ${hint}`
const mayFollow = `The run may go on. ${hint}`

let server: Awaited<ReturnType<typeof startServer>>
/** What the API answers to `METHOD path` below the tenant; else 404. */
let answers: Record<string, object | ((response: ServerResponse) => void)> = {}
beforeAll(async () => {
  server = await startServer((request: IncomingMessage, response) => {
    const answer = answers[`${request.method} ${request.url!.replace('/api/tenants/t/', '').replace(/\?.*/, '')}`]
    if (typeof answer === 'function') return answer(response)
    response.writeHead(answer ? 200 : 404).end(answer ? JSON.stringify(answer) : '')
  })
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
  answers = {
    'POST sync': { success: true, runId, jobId: runId, deduplicated: false },
    'POST reflatten': { success: true, runId, jobId: runId, deduplicated: true },
    [`GET runs/${runId}`]: monitored(),
    [`POST runs/${runId}/cancel`]: { success: true, runId, status: 'cancelled' },
  }
})

/** Starts the program as an operator would. */
function begin(args: string[], env: Record<string, string> = {}, output?: number) {
  const here = {
    TENANTPILOT_URL: server.url,
    TENANTPILOT_TENANT: 't',
    TENANTPILOT_TOKEN: token,
    npm_lifecycle_event: '',
  }
  return runCli(args, { entry: 'dist/cli/main.js', env: { ...here, ...env }, output })
}

/** Runs it to its end. Its token is printed nowhere. */
async function run(args: string[], env: Record<string, string> = {}, output?: number) {
  const cli = begin(args, env, output)
  const code = await cli.exited
  cli.dispose()
  expect([...cli.lines, ...cli.errors].join('\n')).not.toContain('hunter2')
  return { code, said: cli.lines, errors: cli.errors }
}

test('an operation is started by the path of its record; options stand before or behind the command', async () => {
  expect(await run(['sync'])).toEqual({ code: 0, said: [`run ${runId}`], errors: [] })
  const somewhere = { TENANTPILOT_URL: 'http://localhost:1', TENANTPILOT_TENANT: 'other' }
  const options = ['--url', `${server.url}/`, '--tenant', 't']
  const already = { code: 0, said: [`run ${runId} (already existed)`], errors: [] }
  expect(await run([...options, 'reflatten', '--trailing', '--force'], somewhere)).toEqual(already)
  expect(await run(['reflatten', ...options], somewhere)).toEqual(already)
  expect(server.seen).toEqual([
    { request: 'POST /api/tenants/t/sync', authorization, body: '{"force":false,"trailing":false}' },
    { request: 'POST /api/tenants/t/reflatten', authorization, body: '{"force":true,"trailing":true}' },
    { request: 'POST /api/tenants/t/reflatten', authorization, body: '{"force":false,"trailing":false}' },
  ])
})

test('a watched run is told in the words of its operation, without colour', async () => {
  answers[`GET runs/${runId}`] = monitored({ result: { note: 'all\u001b[31m well', list: [{ a: 1 }] } })
  const { code, said, errors } = await run(['sync', '--watch'])
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
  expect(said).toEqual([
    `run ${runId}`,
    '  succeeded (ended): 3/3 items, 7 settings',
    '',
    '  succeeded after 2.5 s: 2 policies, 7 settings',
    '  rows: 7 inserted, 0 updated, 0 unchanged, 0 removed',
    '  Graph: 4 requests, 0 retries; 1 for setting definitions',
    '  note: all\ufffd[31m well',
    '  list:',
    '    - a: 1',
  ])
})

test.each([
  ['succeeded', 0],
  ['partial', 3],
  ['failed', 1],
  ['cancelled', 1],
])('a run that is watched and is %s ends with %i', async (status, code) => {
  answers[`GET runs/${runId}`] = monitored({ status, error: { code: 'x.y', category: 'z', message: 'Why.' } })
  const watched = await run(['runs', 'watch', runId])
  expect(watched).toMatchObject({ code, errors: [] })
  expect(watched.said).toContain('  x.y: Why.')
})

test('verify watches by itself, tells what is missing, and ends with 3 when a source cannot be read', async () => {
  const missing = { kind: 'permission', name: 'Group.Read.All' }
  const reads = [{ what: 'groups', readable: false, code: 'graph.forbidden', missing }]
  const result = { displayName: 'Contoso', licences: [], permissions: [], reads }
  answers['POST verify'] = { success: true, runId, jobId: runId, deduplicated: false }
  answers[`GET runs/${runId}`] = monitored({ operation: 'tenant.verify', result })
  const { code, said, errors } = await run(['verify'])
  expect({ code, errors }).toEqual({ code: 3, errors: [] })
  expect(said).toContain('  succeeded after 2.5 s: 3 reads')
  expect(said).toContain('  tenant: Contoso')
  expect(said.at(-1)).toMatch(/^ {4}groups \(graph\.forbidden\): grant the app the permission Group\.Read\.All, /)
  expect((await run(['runs', 'watch', runId])).code).toBe(3)
  expect(await run(['verify', '--no-watch'])).toEqual({ code: 0, said: [`run ${runId}`], errors: [] })
})

test('with --json only the answer of the API is printed, on one line', async () => {
  const printed = async (...args: string[]) => {
    const { code, said } = await run([...args, '--json'])
    expect({ code, lines: said.length }).toEqual({ code: 0, lines: 1 })
    return JSON.parse(said[0]!) as unknown
  }
  expect(await printed('sync')).toEqual(answers['POST sync'])
  expect(await printed('sync', '--watch')).toEqual(monitored())
  expect(await printed('runs', 'show', runId)).toEqual(monitored())
  expect(await printed('runs', 'cancel', runId)).toEqual(answers[`POST runs/${runId}/cancel`])
})

test('a run is shown as it is, and cancelled', async () => {
  answers[`GET runs/${runId}`] = monitored({
    status: 'running',
    phase: 'policies',
    finishedAt: null,
    operation: 'new.one',
  })
  const shown = await run(['runs', 'show', runId])
  expect(shown).toMatchObject({ code: 0, errors: [] })
  expect(shown.said.slice(0, 2)).toEqual([`run ${runId}: new.one`, '  running (policies): 3 of 3 items, attempt 1'])
  expect((await run(['runs', 'cancel', runId])).said).toEqual(['The run is cancelled.'])
  answers[`POST runs/${runId}/cancel`] = { success: true, runId, status: 'running' }
  expect((await run(['runs', 'cancel', runId])).said).toEqual([
    `The run was asked to stop. Follow it: tenantpilot runs watch ${runId}`,
  ])
})

test('Ctrl-C while watching gives the terminal back, and says that the run goes on', async () => {
  let asked = false
  answers[`GET runs/${runId}`] = () => (asked = true) // and never answers
  const cli = begin(['sync', '--watch'])
  await until('the run is followed', () => asked)
  interrupt(cli)
  expect(await cli.exited).toBe(130)
  expect(cli.errors.filter(Boolean)).toEqual([follow])
  cli.dispose()
})

test('an API that fails while a run is watched does not end the run, and the command says so', async () => {
  answers[`GET runs/${runId}`] = (response) => void response.writeHead(500).end('<html>')
  const { code, errors } = await run(['sync', '--watch'])
  expect({ code, errors }).toEqual({ code: 1, errors: [expect.stringMatching(/answered 500/), mayFollow] })
})

test('a run that the API does not know does not go on', async () => {
  const problem = { type: 'urn:x', title: 'T', status: 404, detail: 'No run has this id.', code: 'run.unknown' }
  answers[`GET runs/${runId}`] = (response) => void response.writeHead(404).end(JSON.stringify(problem))
  expect(await run(['runs', 'watch', runId])).toEqual({
    code: 1,
    said: [],
    errors: ['No run has this id. (run.unknown)'],
  })
})

test('a run goes on when the token of who watches it has expired', async () => {
  answers[`GET runs/${runId}`] = (response) => void response.writeHead(401).end()
  const { code, errors } = await run(['runs', 'watch', runId])
  expect({ code, errors }).toEqual({
    code: 1,
    errors: [expect.stringMatching(/answered 401: .* Set TENANTPILOT_TOKEN /), mayFollow],
  })
})

test('a connection that breaks while a run is watched changes nothing', async () => {
  let asked = 0
  answers[`GET runs/${runId}`] = (response) =>
    asked++ === 0 ? void response.destroy() : void response.end(JSON.stringify(monitored()))
  expect(await run(['runs', 'watch', runId])).toMatchObject({ code: 0, errors: [] })
})

test('a connection that breaks again and again ends the watching, and the command says how to go on', async () => {
  answers[`GET runs/${runId}`] = (response) => void response.destroy()
  const { code, errors } = await run(['runs', 'watch', runId])
  expect({ code, errors }).toEqual({
    code: 1,
    errors: [expect.stringMatching(/^The connection to \S+ broke/), mayFollow],
  })
})

test('a search that does not get on is one sentence', async () => {
  answers['GET settings'] = { items: [], nextCursor: 'c', sources: [] }
  const { code, said, errors } = await run(['settings'])
  expect({ code, said, errors }).toEqual({ code: 1, said: [], errors: [expect.stringMatching(/^The list does not/)] })
})

test('an API at a port where nothing answers is one sentence', async () => {
  const { code, errors } = await run(['sync'], { TENANTPILOT_URL: 'http://127.0.0.1:1' })
  expect({ code, errors }).toEqual({ code: 1, errors: [expect.stringMatching(/^Nothing answers at http:\S+: /)] })
})

test.each([['runs', 'watch', runId], ['runs', 'show', runId], ['settings']])(
  'an output on a full disk is one sentence and exit code 1: %j',
  async (...args) => {
    answers['GET settings'] = { items: [], nextCursor: null, sources: [] }
    const full = openSync('/dev/full', 'w')
    try {
      const { code, errors } = await run(args, {}, full)
      expect({ code, errors }).toEqual({
        code: 1,
        errors: ['The output cannot be written (ENOSPC): is the disk full?'],
      })
    } finally {
      closeSync(full)
    }
  },
)

test('it says its version, that of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(await run(['--version'])).toEqual({ code: 0, said: [version], errors: [] })
})

test('an error output that cannot be written changes no exit code', () => {
  const full = openSync('/dev/full', 'w')
  try {
    const { status } = spawnSync(process.execPath, ['dist/cli/main.js', 'bogus'], { stdio: ['ignore', 'ignore', full] })
    expect(status).toBe(2)
  } finally {
    closeSync(full)
  }
})

test.each([
  [{ TENANTPILOT_URL: '' }, ['Which API? Give --url, or set TENANTPILOT_URL.']],
  [
    { TENANTPILOT_TOKEN: '', TENANTPILOT_TENANT: ' ' },
    [
      expect.stringMatching(/^Which token\? Set TENANTPILOT_API_CLIENT_ID .*; or TENANTPILOT_TOKEN /),
      'Which tenant? Give --tenant, or set TENANTPILOT_TENANT.',
    ],
  ],
  [{ TENANTPILOT_TOKEN: 'hunter2\nx' }, [expect.stringMatching(/^TENANTPILOT_TOKEN is no access token: /)]],
  [{ TENANTPILOT_TOKEN: '', TENANTPILOT_API_CLIENT_ID: 'hunter2' }, [expect.stringMatching(/must be a GUID\.$/)]],
  [{ TENANTPILOT_URL: 'https://u:hunter2@example.org' }, [expect.stringMatching(/must look like https:/)]],
  [{ TENANTPILOT_URL: 'hunter2' }, [expect.stringMatching(/must look like https:/)]],
  [{ TENANTPILOT_TENANT: '.' }, [expect.stringMatching(/^No tenant can be named so /)]],
  [{ TENANTPILOT_URL: 'http://example.org' }, [expect.stringMatching(/must begin with https:/)]],
])('%j is a usage error that says which', async (env, sentences) => {
  expect(await run(['sync'], env)).toEqual({
    code: 2,
    said: [],
    errors: [...sentences, 'See "tenantpilot sync --help".'],
  })
})

test.each([
  [['sync', '--token=hunter2'], /^error: unknown option '--token'$/, 'sync'],
  [['sync', '--token', 'hunter2'], /^error: unknown option '--token'$/, 'sync'],
  [['sync', '--tenant', '..'], /^No tenant can be named so /, 'sync'],
  [['--json', 'runs', 'list', '--csv'], /^--json and --csv are two forms/, 'runs list'],
  [['runs', 'list', '--status', 'x'], /There are: queued, running/, 'runs list'],
  [['schedules', 'set', 'policy.sync'], /^When\? Give --every or --cron/, 'schedules set'],
  [['schedules', 'set', 'x', '--every', '5'], /policy\.sync/, 'schedules set'],
  [['schedules', 'remove', '../runs'], /It is no name of an operation/, 'schedules remove'],
  [['grants', 'give', 'owner', '--account', `${runId}/${runId}`], /^For what\?/, 'grants give'],
  [
    ['grants', 'give', 'owner', '--account', `${runId}/${runId}`, '--whole-workspace', '--tenant', 't'],
    /^A grant for one tenant needs --for-tenant/,
    'grants give',
  ],
  [['runs', 'watch', 'x'], /It is no id of a run/, 'runs watch'],
  [['--url', 'http://localhost:1', 'settings', '--limit', '0'], /must be at least 1/, 'settings'],
] as [string[], RegExp, string][])('%j is a usage error, and says where to look', async (args, sentence, command) => {
  const { code, errors } = await run(args)
  expect({ code, last: errors.at(-1) }).toEqual({ code: 2, last: `See "tenantpilot ${command} --help".` })
  expect(errors[0]).toMatch(sentence)
})

test('a hint is typed as the command was', async () => {
  const { errors } = await run(['sync'], { TENANTPILOT_URL: '', npm_lifecycle_event: 'cli' })
  expect(errors.at(-1)).toBe('See "npm run cli -- sync --help".')
})

test('whoever stops reading does not change how a run ends', async () => {
  let gone = false
  const working = (phase: string) => monitored({ status: 'running', phase, finishedAt: null })
  const unread = [working('names'), monitored({ status: 'partial' })]
  answers[`GET runs/${runId}`] = (response) =>
    void response.end(JSON.stringify(gone ? unread.shift() : working('policies')))
  const cli = begin(['runs', 'watch', runId])
  cli.process.stdout!.once('data', () => {
    cli.process.stdout!.destroy()
    gone = true
  })
  expect({ code: await cli.exited, errors: cli.errors }).toEqual({ code: 3, errors: [] })
  cli.dispose()
})
