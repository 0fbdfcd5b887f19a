import { runHook } from '../support/run-hook'

const secret = 'hunter2.token'
const server = 'tp-dev-abc.postgres.database.azure.com'
const rules = 'az postgres flexible-server firewall-rule'
const place = '-g group --server-name tp-dev-abc'
const env = { AZURE_RESOURCE_GROUP: 'group' }

const az = (changed = '') => `case "$*" in
${changed}
*get-access-token*) echo ${secret} ;;
esac`
const curl = 'echo 203.0.113.7'
const npm = `[ "$PGPASSWORD" = ${secret} ] && echo "url $DATABASE_URL"`

function migrate(tools: Record<string, string> = {}, more: Record<string, string> = {}, login = 'the admins') {
  const run = runHook('migrate', [server, 'tenantpilot', login], { az: az(), curl, npm, ...tools }, { ...env, ...more })
  expect(run.output + run.errors + run.calls.join('\n')).not.toContain('hunter2')
  // the name of a rule has the time and the number of the process
  const calls = run.calls.map((call) => call.replace(/migrate-\d+-\d+/, 'RULE'))
  return { ...run, calls }
}

const token = 'az account get-access-token --resource-type oss-rdbms --query accessToken -o tsv'
const look = `${rules} list ${place} --query [?starts_with(name, 'migrate-')].name -o tsv`
const ask = 'curl -fsS --max-time 30 --retry 3 https://api.ipify.org'
const opens = `${rules} create ${place} --name RULE --start-ip-address 203.0.113.7 --end-ip-address 203.0.113.7 -o none`
const migrates = 'npm run -s db:migrate'
const closes = `${rules} delete ${place} --name RULE --yes -o none`

test('the server lets this machine in for the time of the migration, under a name of its own', () => {
  const rulesOf = () => {
    const { calls } = runHook('migrate', [server, 'tenantpilot', 'x'], { az: az(), curl, npm }, env)
    return calls.flatMap((call) => /--name (migrate-\d+-\d+)/.exec(call)?.[1] ?? [])
  }
  const [[opened, closed], [other]] = [rulesOf(), rulesOf()]
  expect(opened).toBe(closed)
  expect(other).not.toBe(opened)
  const { status, output, calls } = migrate()
  expect([status, output]).toEqual([0, `url postgres://the%20admins@${server}:5432/tenantpilot\n`])
  expect(calls).toEqual([token, look, ask, opens, migrates, closes])
})

test.each([
  ['the migration fails', { npm: 'exit 7' }, 7, [token, look, ask, opens, migrates, closes]],
  ['the script is ended', { npm: 'kill -TERM $PPID' }, 143, [token, look, ask, opens, migrates, closes]],
  ['its terminal is closed', { npm: 'kill -HUP $PPID' }, 129, [token, look, ask, opens, migrates, closes]],
  ['it is interrupted', { npm: 'kill -INT $PPID' }, 130, [token, look, ask, opens, migrates, closes]],
  ['opening fails, perhaps half', { az: az('*" create "*) exit 3 ;;') }, 3, [token, look, ask, opens, closes]],
  ['the address is not known', { curl: 'exit 6' }, 1, [token, look, ask]],
  ['the address is a page', { curl: 'echo "<html>"' }, 1, [token, look, ask]],
  ['there is no token', { az: az('*get-access-token*) exit 1 ;;') }, 1, [token]],
])('when %s, no rule stays open', (_when, tools, status, calls) => {
  expect(migrate(tools)).toMatchObject({ status, calls })
})

test('a rule that cannot be removed is told with its command, and the migration counts as failed', () => {
  const { status, errors } = migrate({ az: az('*" delete "*) exit 1 ;;') })
  expect(status).toBe(1)
  expect(errors).toMatch(/may still be open\. Remove it: az postgres .* --name migrate-\d+-\d+ --yes$/m)
})

test('a rule that was left is removed, one of the last hour and others are not', () => {
  const now = Math.floor(Date.now() / 1000)
  const names = `migrate-${now - 7200}-1 migrate-${now - 60}-2 migrate-by-hand`
  const run = runHook(
    'migrate',
    [server, 'tenantpilot', 'x'],
    { az: az(`*" list "*) printf '%s\\n' ${names} ;;`), curl, npm },
    env,
  )
  const removed = run.calls.filter((call) => call.includes(' delete '))
  expect(removed).toHaveLength(2)
  expect(removed[0]).toBe(`${rules} delete ${place} --name migrate-${now - 7200}-1 --yes -o none`)
})

test('an old rule that another job has removed meanwhile is told, and the migration goes on', () => {
  const old = `migrate-${Math.floor(Date.now() / 1000) - 7200}-1`
  const { status, errors, calls } = migrate({
    az: az(`*" list "*) echo ${old} ;;\n*" delete "*${old}*) exit 3 ;;`),
  })
  expect([status, calls.slice(-2)]).toEqual([0, [migrates, closes]])
  expect(errors).toMatch(new RegExp(`old firewall rule ${old} could not be removed.*--name ${old} --yes$`, 'm'))
})

test.each(['0.0.0.0', '0.1.2.3', '999.1', '203.0.113', '203.0.113.256', 'fd00::1', '-e'])(
  'a rule is never made for %s',
  (MY_ADDRESS) => {
    expect(migrate({}, { MY_ADDRESS })).toMatchObject({
      status: 1,
      calls: [token, look],
      errors: expect.stringContaining('set MY_ADDRESS to its public IPv4 address'),
    })
  },
)

test.each([
  ['a server that stands already', { POSTGRES_MODE: 'existing' }],
  ['a private network', { PRIVATE_NETWORKING: 'true' }],
])('the firewall of %s is left alone', (_what, more) => {
  expect(migrate({}, more).calls).toEqual([token, migrates])
})

test('the token is that of the identity that migrates, the firewall is opened by who deploys', () => {
  const noteWho = '[ -z "$AZURE_CONFIG_DIR" ] || echo "$1 as $AZURE_CONFIG_DIR" >> "$TEST_FOLDER/calls"'
  const { calls } = migrate({ az: `${noteWho}\n${az()}` }, { MIGRATOR_CONFIG_DIR: '/migrator' })
  expect(calls).toEqual([token, 'account as /migrator', look, ask, opens, migrates, closes])
})

test('an address that is given is not asked for', () => {
  expect(migrate({}, { MY_ADDRESS: '203.0.113.7' }).calls).toEqual([token, look, opens, migrates, closes])
})

test('where nobody is named who migrates, it says what to set', () => {
  const { status, errors, calls } = migrate({}, {}, '')
  expect([status === 0, calls]).toEqual([false, []])
  expect(errors).toContain('Who migrates? Set MIGRATES_AS or POSTGRES_ADMINISTRATORS_GROUP_NAME')
})
