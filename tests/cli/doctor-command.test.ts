import { createServer, type AddressInfo } from 'node:net'
import { type Told, tell } from '../../cli/doctor/check'
import { codeOf, json, lines } from '../../cli/doctor/report'
import { examples } from '../../src/http/examples'
import { type CliRun, interrupt, runCli } from '../support/cli'
import { until } from '../support/until'
import { startServer } from './server'

/** Starts the program as an operator would, with secrets that it must not print. */
function begin(args: string[], env: Record<string, string>): CliRun {
  const nothing = { TENANTPILOT_URL: '', TENANTPILOT_TENANT: '', TENANTPILOT_TOKEN: '', TENANTPILOT_SERVICEBUS: '' }
  return runCli(['doctor', ...args], {
    entry: 'dist/cli/main.js',
    env: { ...nothing, npm_lifecycle_event: '', ...env },
  })
}

async function ended(cli: CliRun) {
  const code = await cli.exited
  cli.dispose()
  expect([...cli.lines, ...cli.errors].join('\n')).not.toContain('hunter2')
  return { code, said: cli.lines, errors: cli.errors }
}

const bus = (port: number) =>
  `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=a;SharedAccessKey=hunter2;UseDevelopmentEmulator=true`

test('a line for each check, in fixed order, with what to do below', async () => {
  const health = {
    ...examples.health,
    failingTenants: 0,
    deadLetters: { ledger: 0, queues: { sync: 0, interactive: 0 } },
  }
  const answers: Record<string, object> = {
    '/api/health/live': { status: 'alive' },
    '/api/health/ready': { status: 'ready' },
    '/api/worker-health': health,
  }
  const server = await startServer(({ url }, response) => void response.end(JSON.stringify(answers[url!] ?? {})))
  const { code, said, errors } = await ended(
    begin([], { TENANTPILOT_URL: server.url, TENANTPILOT_TOKEN: 'hunter2.e30.x' }),
  )
  await server.close()
  expect(code).toBe(1) // the token is none
  expect(errors).toEqual(['Graph is not looked at: that needs a tenant (--tenant) and an access token.'])
  expect(said.slice(0, 4).map((line) => line.replace(/: .*/, ''))).toEqual([
    'ok           address',
    'ok           readiness',
    'failed       token',
    '             do',
  ])
  expect(said.filter((line) => !line.startsWith(' ')).map((line) => line.slice(13).replace(/: .*/, ''))).toEqual([
    'address',
    'readiness',
    'token',
    'worker health',
    'database',
    'migrations',
    'connections',
    'clock',
    'runs',
    'dead letters',
    ...['intune-sync-queue', 'intune-operations-queue'].flatMap((queue) => [
      `queue ${queue}`,
      `messages of ${queue}`,
      `receiving from ${queue}`,
    ]),
  ])
})

test('what is missing or malformed is wrong usage, and no value is repeated', async () => {
  const usage = async (env: Record<string, string>) => {
    const { code, errors } = await ended(begin([], env))
    expect(code).toBe(2)
    return errors[0]
  }
  expect(await usage({})).toMatch(/^Which API\?/)
  expect(await usage({ TENANTPILOT_URL: 'https://hunter2@x' })).toMatch(/must look like/)
  const url = { TENANTPILOT_URL: 'http://localhost:1' }
  expect(await usage({ ...url, TENANTPILOT_TOKEN: 'hunter2' })).toMatch(/is no access token/)
  expect(await usage({ ...url, TENANTPILOT_SERVICEBUS: bus(1).replace('127.0.0.1', 'x.y') })).toMatch(
    /this machine only/,
  )
})

test('Ctrl-C ends it at once with 130, also while everything is silent', async () => {
  const asked: string[] = []
  const silent = createServer((socket) => {
    socket.on('error', () => {}).once('data', (bytes) => asked.push(bytes.toString('latin1').slice(0, 4)))
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const cli = begin([], { TENANTPILOT_URL: `http://127.0.0.1:${port}`, TENANTPILOT_SERVICEBUS: bus(port) })
  await until('app and broker were asked', () => asked.includes('GET ') && asked.includes('AMQP'))
  interrupt(cli)
  expect(await ended(cli)).toMatchObject({ code: 130, said: [] })
  silent.close()
})

test('a look that throws or is silent is told, and hides no other', async () => {
  const never = new AbortController().signal
  const broken = () => Promise.reject(new Error('Broken.'))
  expect(await tell({ names: ['a', 'b'], remedy: 'Mend it.', look: broken }, never)).toEqual([
    { name: 'a', state: 'failed', says: 'Broken.', remedy: 'Mend it.' },
    { name: 'b', state: 'not checked', says: 'It cannot be told.', remedy: 'See "a".' },
  ])
  let aborted = false
  const look = (signal: AbortSignal) =>
    new Promise<never>(() => signal.addEventListener('abort', () => (aborted = true)))
  const [silent] = await tell({ names: ['a'], remedy: 'Mend it.', look, withinMs: 20 }, never)
  expect({ silent, aborted }).toMatchObject({ silent: { state: 'failed' }, aborted: true })
})

const check = (state: Told['state'], says = 'x'): Told => ({
  name: 'n',
  state,
  says,
  remedy: state === 'ok' ? null : 'y',
})

test.each<[number, Told['state'][]]>([
  [0, ['ok', 'ok']],
  [3, ['ok', 'warning']],
  [3, ['not checked']],
  [1, ['failed', 'warning', 'ok']],
])('the exit code is %i for %j', (code, states) => {
  expect(codeOf(states.map((state) => check(state)))).toBe(code)
})

test('nothing that was read steers a terminal, nor breaks the JSON', () => {
  const odd = [check('failed', 'a\u001b[31mb\nc')]
  expect(lines(odd)).toEqual(['failed       n: a\ufffd[31mb c', '             do: y'])
  expect(json(odd)).not.toContain('\u001b')
  expect(JSON.parse(json(odd))).toEqual({
    checks: [{ name: 'n', state: 'failed', says: 'a\u001b[31mb\nc', remedy: 'y' }],
  })
})
