import { deployMain } from '../support/installation'
import { readEnvironmentFile } from '../support/parameters'
import { runHook } from '../support/run-hook'

const token = 'az account get-access-token --resource-type oss-rdbms --query accessToken -o tsv'
const npm = 'echo "as $DATABASE_URL"'
const secret = 'hunter2.token'

interface Given {
  byAzd?: boolean
  args?: string[]
  more?: Record<string, string>
}

/** Runs it with what an environment deploys: as a workflow's outputs, or as the variables that azd gives. */
async function bootstrap(name: string, { byAzd = false, args = [], more = {} }: Given = {}) {
  const { outputs } = await deployMain(name)
  const answer = JSON.stringify(Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value }])))
  const given = Object.entries(outputs).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const env = {
    ...readEnvironmentFile(name),
    AZURE_RESOURCE_GROUP: 'group',
    PRIVATE_NETWORKING: 'true',
    POSTGRES_ADMINISTRATORS_GROUP_NAME: 'database administrators',
    ...(byAzd ? (Object.fromEntries(given) as Record<string, string>) : {}),
    ...more,
  }
  const az = `case "$*" in *get-access-token*) echo ${secret} ;; *) cat <<'END'\n${answer}\nEND\n;; esac`
  const run = runHook('bootstrap', args, { az, npm }, env)
  expect(run.output + run.errors + run.calls.join('\n')).not.toContain('hunter2')
  return { ...run, outputs }
}

test.each([false, true])('each identity gets its login, its object id and its limit (by azd: %s)', async (byAzd) => {
  const { status, errors, output, calls, outputs } = await bootstrap('staging', { byAzd })
  expect([status, errors]).toEqual([0, ''])
  const [ids, host] = [outputs['loginPrincipalIds'] as string[], String(outputs['postgresHost'])]
  expect(output).toBe(`as postgres://database%20administrators@${host}:5432/tenantpilot\n`)
  expect(calls.slice(byAzd ? 0 : 1)).toEqual([
    token,
    `npm run -s db:bootstrap -- --migrator tenantpilot-migrator-staging,oid=${String(outputs['migratorPrincipalId'])},connections=5 ` +
      `--api tenantpilot-api-staging,oid=${ids[0]},connections=360 --worker tenantpilot-worker-staging,oid=${ids[1]},connections=1040`,
  ])
})

test('one app for all has one login; more options and another login are handed on', async () => {
  const { calls, output } = await bootstrap('dev', {
    byAzd: true,
    args: ['--take-settings-table'],
    more: { BOOTSTRAPS_AS: 'the owner' },
  })
  expect(calls.at(-1)).toMatch(/ --all tenantpilot-worker-dev,oid=[-0-9a-f]{36},connections=24 --take-settings-table$/)
  expect(output).toContain('postgres://the%20owner@')
})

test('where other apps were deployed than the environment says, nothing is made', async () => {
  const { status, calls, errors } = await bootstrap('dev', { byAzd: true, more: { APP_ROLE_MODE: 'split' } })
  expect([status === 0, calls]).toEqual([false, []])
  expect(errors).toContain('other apps than APP_ROLE_MODE says')
})

test.each([false, true])(
  'a server that stands already is the one that is named, not that of the last deployment (by azd: %s)',
  async (byAzd) => {
    const more = { POSTGRES_MODE: 'existing', POSTGRES_HOST: 'restored.postgres.database.azure.com' }
    const { status, output } = await bootstrap('staging', { byAzd, more })
    expect([status, output]).toEqual([
      0,
      'as postgres://database%20administrators@restored.postgres.database.azure.com:5432/tenantpilot\n',
    ])
    const unnamed = await bootstrap('staging', { byAzd, more: { POSTGRES_MODE: 'existing' } })
    expect(unnamed.status).not.toBe(0)
    expect(unnamed.errors).toContain('POSTGRES_HOST is not set')
    expect(unnamed.calls.filter((call) => call.includes('npm'))).toEqual([])
  },
)

const existing = {
  POSTGRES_MODE: 'existing',
  POSTGRES_HOST: 'shop.postgres.database.azure.com',
  POSTGRES_DATABASE: 'app',
}
const preflight = (args: string[], more: Record<string, string>, exit = 0) =>
  runHook(
    'preflight',
    args,
    { az: `echo ${secret}`, npm: `${npm}; exit ${exit}` },
    { ...readEnvironmentFile('staging'), AZURE_RESOURCE_GROUP: 'group', ...more },
  )

test('a server of our own is not looked at', () => {
  expect(preflight(['x'], {})).toMatchObject({ status: 0, calls: [] })
})

test('one that stands already is looked at, with all that ours may open, and its firewall is left alone', () => {
  expect(preflight(['x'], existing)).toMatchObject({
    status: 0,
    output: 'as postgres://x@shop.postgres.database.azure.com:5432/app\n',
    calls: [token, 'npm run -s db:preflight -- --connections 1405'],
  })
})

test.each([
  [0, 0],
  [3, 0],
  [1, 1],
  [2, 2],
])('a look that ends with %s ends with %s', (found, status) => {
  expect(preflight(['x'], existing, found).status).toBe(status)
})
