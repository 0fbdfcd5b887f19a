import { runCli } from '../support/cli'
import { type Backend, startBackend } from '../support/backend'
import { testUnless } from '../support/emulator/differences'
import type { DemoCallerName } from '../../local/simulator/entra/demo-callers'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())

interface Report {
  checks: { name: string; state: string; says: string; remedy: string | null }[]
}

/** Runs `doctor --json` as an operator would, as somebody who has the app role besides his grant. No secret is in what it prints. */
async function doctor(
  args: string[] = [],
  as: DemoCallerName = 'operator',
  claims: object = { roles: ['Operations'] },
) {
  const token = backend.tokenOf(as, { ...claims }).authorization.replace('Bearer ', '')
  const cli = runCli(['doctor', '--json', ...args], {
    entry: 'dist/cli/main.js',
    env: {
      TENANTPILOT_URL: backend.host.url,
      TENANTPILOT_TENANT: backend.database.tenant.externalId,
      TENANTPILOT_TOKEN: token,
      TENANTPILOT_SERVICEBUS: backend.broker.connectionString,
    },
  })
  const code = await cli.exited
  cli.dispose()
  const printed = [...cli.lines, ...cli.errors].join('\n')
  for (const secret of [token, 'SAS_KEY_VALUE', backend.simulator.clientSecret]) expect(printed).not.toContain(secret)
  const { checks } = JSON.parse(cli.lines.join('\n')) as Report
  return { code, found: Object.fromEntries(checks.map(({ name, ...finding }) => [name, finding])) }
}

const tenantCheck = () => `Graph of ${backend.database.tenant.externalId}`

/** The command line is not given the certificate of a broker: on Azure it needs none. */
const untrusted = ['queue intune-sync-queue', 'queue intune-operations-queue']

const brokerTest = testUnless('administration')

brokerTest('a backend that works is ok in every check that can be made', async () => {
  const { found } = await doctor()
  const others = Object.entries(found).filter(([name]) => !/^(queue|messages of) /.test(name))
  // how quickly the database answers depends on the machine
  const notOk = others.filter(([name, { state }]) => state !== 'ok' && name !== 'database')
  expect(notOk.map(([name]) => name)).toEqual([])
  expect(found.database!.says).toMatch(/^PostgreSQL \d+/)
  expect(others.map(([name]) => name)).toEqual(
    expect.arrayContaining(['address', 'readiness', 'token', 'database', 'clock', tenantCheck(), 'permissions']),
  )
  for (const name of untrusted) expect(found[name]).toMatchObject({ says: expect.stringContaining('self-signed') })
})

test('a permission that is missing in the tenant is told, and what to grant', async () => {
  const { control } = backend.simulator
  const tenant = backend.database.tenant.entraTenantId
  control.roles(tenant, ['DeviceManagementConfiguration.Read.All'])
  control.revokeTokens()
  const { found } = await doctor()
  expect(found.permissions).toMatchObject({
    state: 'warning',
    remedy: expect.stringContaining('grant the app the permission DeviceManagementScripts.Read.All'),
  })
})

test('who lacks the app role is told so, and the rest goes on', async () => {
  const { found } = await doctor(['--no-verify'], 'operator', {})
  expect(found.token).toMatchObject({
    state: 'warning',
    says: expect.stringContaining('lacks the app role Operations'),
  })
  expect(found['worker health']).toMatchObject({ state: 'not checked', remedy: expect.stringContaining('Operations') })
  expect(found.readiness).toMatchObject({ state: 'ok' })
  expect(found[tenantCheck()]).toBeUndefined()
})

test('a database that is behind is told by the running app', async () => {
  const { sql } = backend.database
  const [newest] = await sql`delete from migrations where id = (select max(id) from migrations) returning *`
  try {
    const { code, found } = await doctor(['--no-verify'])
    expect(code).toBe(1)
    expect(found.migrations).toMatchObject({ state: 'failed', remedy: expect.stringContaining('db:migrate') })
  } finally {
    await sql`insert into migrations ${sql(newest!)}`
  }
})
