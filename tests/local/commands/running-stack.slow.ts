import { interrupt, runCli, type CliRun } from '../../support/cli'
import { until } from '../../support/until'

jest.setTimeout(120_000)

let stack: CliRun
beforeAll(async () => {
  stack = runCli(['start', '--policies', '3', '--latency', '0', '--traces'])
  const ended = stack.exited.then((code) => {
    throw new Error(`npm start ended (${code}): ${[...stack.lines.slice(-5), ...stack.errors].join(' ')}`)
  })
  await Promise.race([until('the stack is ready', () => stack.lines.includes('Ctrl-C stops everything.')), ended])
  ended.catch(() => {})
})
afterAll(async () => {
  interrupt(stack)
  await stack.exited
  stack.dispose()
})

async function run(...args: string[]) {
  const cli = runCli(args, { env: { DATABASE_URL: '' } })
  const code = await cli.exited
  cli.dispose()
  return { code, said: cli.lines.join('\n'), errors: cli.errors }
}

test('db:fresh beside a running stack keeps the tenant that the stack knows', async () => {
  const [, tenant] = /^ {2}tenant +(\S+)$/m.exec(stack.lines.join('\n'))!
  const fresh = await run('db:fresh')
  expect(fresh).toMatchObject({ code: 0, errors: [] })
  expect(fresh.said).toMatch(/127\.0\.0\.1:\d+\/tenantpilot/)
  expect(fresh.said).toContain(`tenant ${tenant}`)
  // another name of the same server
  const url = /^ {2}PostgreSQL +(postgres:\S+)$/m.exec(stack.lines.join('\n'))![1]!.replace('@127.0.0.1', '@localhost')
  expect((await run('db:fresh', '--url', url)).said).toContain(`tenant ${tenant}`)
  const synced = await run('sync', '--watch')
  expect(synced).toMatchObject({ code: 0, errors: [] })
  const [, runId] = /^run (\S+)$/m.exec(synced.said)!
  expect((await run('runs', 'show', runId!)).said).toContain('succeeded (ended)')
  expect((await run('verify')).said).toMatch(/ {2}tenant: Contoso/)
  expect(await run('settings', 'a')).toMatchObject({ code: 0, errors: [] })
})

test('a run that has ended is shown as a tree, and again when it is asked for', async () => {
  const synced = await run('sync', '--watch')
  const [, runId] = /^run (\S+)$/m.exec(synced.said)!
  await until('its tree is shown', () => stack.lines.includes(`run ${runId}`))
  const { code, said } = await run('trace', runId!)
  expect(code).toBe(0)
  expect(said).toMatch(/^policy\.sync succeeded: [\d,]+ ms/)
  expect(said).toMatch(/^startSync +ok +[\d,]+ ms$/m)
  expect(said).toMatch(/^[├└]─ send intune-sync-queue +ok/m)
  expect(said).toMatch(/^ {3}[├└]─ GET …\/configurationPolicies +200/m)
  expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(await run('trace', 'none')).toMatchObject({
    code: 1,
    errors: [expect.stringMatching(/^No trace of the run none is here/)],
  })
})

test('a token is printed alone, of who was asked for', async () => {
  const claimsOf = async (...args: string[]) => {
    const { code, said } = await run('token', ...args)
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) })
    return JSON.parse(Buffer.from(said.split('.')[1]!, 'base64url').toString()) as object
  }
  expect(await claimsOf()).toMatchObject({ preferred_username: 'omar@msp.example', scp: 'access_as_user' })
  expect(await claimsOf('--as', 'service')).toMatchObject({ idtyp: 'app', roles: ['Service'] })
  expect(await claimsOf('--as', 'reader', '--audience', 'another')).toMatchObject({ aud: 'another' })
})

test('a command is called by who was asked for', async () => {
  expect(await run('settings', 'a', '--as', 'reader')).toMatchObject({ code: 0, errors: [] })
  expect(await run('sync', '--as', 'reader')).toMatchObject({
    code: 1,
    errors: [expect.stringMatching(/\(access\.role_too_low\)$/)],
  })
})

test.each([
  ['workspaces', '--csv'],
  ['tenants', 'list', '--csv'],
  ['tenants', 'show'],
  ['grants', 'list', '--csv', '--as', 'owner'],
  ['policies', '--csv'],
  ['settings', '--csv', '--limit', '2'],
  ['runs', 'list', '--all', '--csv'],
])('the answer of the API is what the command line reads: %j', async (...words) => {
  const { code, said } = await run(...words)
  // the header and at least one line
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/\n.*\w/) })
})

test('the canary is well', async () => {
  const { code, said } = await run('canary')
  expect({ code, said }).toEqual({
    code: 0,
    said: expect.stringMatching(/^The canary is well after policy\.sync: \d+ s\.$/m),
  })
})

test('doctor finds all well out of the box', async () => {
  const { code, said } = await run('doctor')
  // how quickly the database answers depends on the machine
  const lines = said.split('\n').filter((line) => !/^\S+ +database: |^ +do: .*region/.test(line))
  expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([])
  expect(lines).toHaveLength(18)
  expect([0, 3]).toContain(code)
})

test('what the API refuses is a sentence with its code', async () => {
  const refused = { code: 1, errors: [expect.stringMatching(/^[A-Z][^{}]*\. \((tenant|access)\.[a-z_]+\)$/)] }
  for (const command of ['sync', 'settings', 'reflatten'])
    expect(await run(command, '--tenant', 'nobody')).toMatchObject(refused)
})
