import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CliRun, interrupt, runCli } from '../support/cli'
import { until } from '../support/until'
import { monitored, runId, startServer } from './server'

const clientId = '9a2c1f0b-6a52-4f6e-8f0c-9d537a2c1f0b'
const scope = `api://${clientId}/.default`

let server: Awaited<ReturnType<typeof startServer>>
/** What the API answers to a run that is followed. */
let runs: object[]
/** How it refuses every request, where it does. */
let refused: object | undefined
/** Where the `az` of this test is. */
let folder: string

beforeAll(async () => {
  server = await startServer(({ method }, response) => {
    if (refused) return void response.writeHead(401).end(JSON.stringify(refused))
    response.end(JSON.stringify(method === 'POST' ? { runId, deduplicated: false } : runs.shift()))
  })
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
  refused = undefined
  runs = [monitored()]
  folder = mkdtempSync(join(tmpdir(), 'tenantpilot-az-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Makes an `az` that notes how it was called, and then does this, a script of the shell. */
function makeAz(script: string): void {
  writeFileSync(join(folder, 'az'), `#!/bin/sh\necho "$*" >> "${folder}/calls"\n${script}\n`)
  chmodSync(join(folder, 'az'), 0o755)
}

/** An `az` whose tokens are numbered and valid for so many seconds. */
const azWithTokens = (seconds: number) =>
  makeAz(`n=$(wc -l < "${folder}/calls" | tr -d ' ')
printf '{"accessToken":"hunter2.az.%s","expires_on":%s}' "$n" "$(($(date +%s) + ${seconds}))"`)

const azThatSays = (text: string) => makeAz(`echo "${text} hunter2" >&2\nexit 1`)

const calls = () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '')
const tokens = () => server.seen.map(({ authorization }) => authorization)

/** Starts a command whose `az` is that of this test. */
const begin = (args: string[], env: Record<string, string> = {}) =>
  runCli(args, {
    entry: 'dist/cli/main.js',
    env: {
      TENANTPILOT_URL: server.url,
      TENANTPILOT_TENANT: 't',
      TENANTPILOT_TOKEN: '',
      TENANTPILOT_API_CLIENT_ID: clientId,
      PATH: `${folder}:/usr/bin:/bin`,
      npm_lifecycle_event: '',
      ...env,
    },
  })

/** Waits for the end of a command. Nothing that `az` prints is repeated. */
async function ended(cli: CliRun) {
  const code = await cli.exited
  cli.dispose()
  expect([...cli.lines, ...cli.errors].join('\n')).not.toContain('hunter2')
  return { code, errors: cli.errors }
}

const run = (args: string[], env?: Record<string, string>) => ended(begin(args, env))

test('without TENANTPILOT_TOKEN the Azure CLI gives one for the API, once for all requests', async () => {
  azWithTokens(3_600)
  expect(await run(['sync', '--watch'])).toEqual({ code: 0, errors: [] })
  expect(calls()).toMatch(new RegExp(`^account get-access-token --output json --resource api://${clientId} *\n$`))
  expect(tokens()).toEqual(['Bearer hunter2.az.1', 'Bearer hunter2.az.1'])
})

test('a token that is about to expire is renewed while a run is followed', async () => {
  azWithTokens(30)
  runs.unshift(monitored({ status: 'running', finishedAt: null }))
  expect(await run(['runs', 'watch', runId])).toEqual({ code: 0, errors: [] })
  expect(tokens()).toEqual(['Bearer hunter2.az.1', 'Bearer hunter2.az.2'])
})

test('the client id may be an option, and a token of the environment comes first', async () => {
  azWithTokens(3_600)
  const typed = ['sync', '--api-client-id', clientId.toUpperCase()]
  expect(await run(typed, { TENANTPILOT_API_CLIENT_ID: '' })).toEqual({ code: 0, errors: [] })
  expect(calls()).toContain(`--resource api://${clientId}`)
  expect(await run(['sync'], { TENANTPILOT_TOKEN: 'a.b.c' })).toEqual({ code: 0, errors: [] })
  expect(tokens()).toEqual(['Bearer hunter2.az.1', 'Bearer a.b.c'])
})

test.each([
  [
    'Please run az login to setup account.',
    `Nobody is signed in with the Azure CLI, or no longer: run "az login --scope ${scope}", and "az account set" where you have several.`,
  ],
  [
    'ERROR: AADSTS65001: not consented. Please run:\naz login --scope x',
    expect.stringMatching(
      /has no right to ask for tokens of this API \(AADSTS65001\): an administrator must pre-authorise it/,
    ),
  ],
  [
    'ERROR: AADSTS50105: not assigned.',
    expect.stringMatching(/has no right to this API \(AADSTS50105\): an administrator must assign it/),
  ],
  [
    'ERROR: AADSTS500011: no principal.',
    expect.stringMatching(/Entra knows no API with this client id .* \(AADSTS500011\): is the client id right/),
  ],
  [
    'ERROR: AADSTS50076: MFA. Run:\naz login --scope x',
    `Entra gives the Azure CLI no token (AADSTS50076): run "az login --scope ${scope}".`,
  ],
  ['ERROR: odd', expect.stringMatching(/^The Azure CLI gives no token: does "az account get-access-token" work\?/)],
])('what az says is one sentence that says what to do: %j', async (text, sentence) => {
  azThatSays(text)
  const { code, errors } = await run(['sync'])
  expect({ code, errors }).toEqual({
    code: 1,
    errors: [sentence],
  })
  expect(server.seen).toEqual([])
})

test('where az is not installed, that is said', async () => {
  const { code, errors } = await run(['sync'], { PATH: folder })
  expect({ code, errors }).toEqual({ code: 1, errors: [expect.stringMatching(/^The Azure CLI is not installed, /)] })
})

test('an answer of az without a token is a sentence', async () => {
  makeAz(`echo '{"expires_on":1}'`)
  const { code, errors } = await run(['sync'])
  expect({ code, errors }).toEqual({ code: 1, errors: [expect.stringMatching(/^The Azure CLI gives no token: /)] })
})

test('a token that the API refuses is told by where it came from', async () => {
  azWithTokens(3_600)
  refused = { title: 'No.', code: 'auth.token_invalid' }
  const ofAzure = await run(['sync'])
  expect(ofAzure.errors).toEqual([expect.stringMatching(/^No\. \(auth\.token_invalid\) It came from the Azure CLI: /)])
  const ofEnvironment = await run(['sync'], { TENANTPILOT_TOKEN: 'a.b.c' })
  expect(ofEnvironment.errors).toEqual([expect.stringMatching(/^No\. \(auth\.token_invalid\) Set TENANTPILOT_TOKEN /)])
})

test('while a run is followed, a sign-in that ends does not end the run', async () => {
  makeAz(`if [ $(wc -l < "${folder}/calls") -gt 1 ]; then echo "Please run az login" >&2; exit 1; fi
printf '{"accessToken":"hunter2.az.1","expires_on":%s}' "$(date +%s)"`)
  runs.unshift(monitored({ status: 'running', finishedAt: null }))
  const { code, errors } = await run(['runs', 'watch', runId])
  expect({ code, errors }).toEqual({
    code: 1,
    errors: [expect.stringMatching(/^Nobody is signed in/), expect.stringMatching(/^The run may go on\. /)],
  })
})

test.each([
  [['sync'], 'Nothing was started.'],
  [['runs', 'watch', runId], expect.stringMatching(/^The run goes on\. /)],
])('Ctrl-C ends %j at once while az hangs, and says that nothing was sent', async (args, sentence) => {
  const ready = join(folder, 'ready')
  makeAz(`trap '' INT\ntouch ${ready}\nsleep 60`)
  const cli = begin(args)
  await until('az ignores Ctrl-C', () => existsSync(ready))
  const before = Date.now()
  interrupt(cli)
  await new Promise((resolve) => cli.process.once('exit', resolve))
  expect(Date.now() - before).toBeLessThan(10_000) // az would end after 25 s
  for (const pid of cli.living()) process.kill(pid, 'SIGKILL')
  expect(await ended(cli)).toEqual({ code: 130, errors: ['', sentence] })
  expect(server.seen).toEqual([])
})
