import { filledIn } from '../support/installation'
import { environments, readEnvironmentFile } from '../support/parameters'
import { runHook } from '../support/run-hook'

const env = { AZURE_RESOURCE_GROUP: 'group' }
const filled = { ...readEnvironmentFile('staging'), ...filledIn }

describe('check-environment', () => {
  test.each(environments)('%s.env is complete when what it leaves open is filled in', (name) => {
    expect(runHook('check-environment', [], {}, { ...readEnvironmentFile(name), ...filledIn }).status).toBe(0)
  })

  test('what is missing is told at once, by name', () => {
    const { status, errors } = runHook('check-environment', [], {}, readEnvironmentFile('staging'))
    expect([status, errors]).toEqual([
      1,
      'Fill in infra/environments/staging.env: API_CLIENT_ID READER_CLIENT_ID POSTGRES_ADMINISTRATORS_GROUP_ID POSTGRES_ADMINISTRATORS_GROUP_NAME.\n',
    ])
  })

  test('a server that stands already needs its host, and no administrators', () => {
    const existing = { ...filled, POSTGRES_MODE: 'existing', POSTGRES_ADMINISTRATORS_GROUP_ID: '' }
    expect(runHook('check-environment', [], {}, existing).errors).toBe(
      'Fill in infra/environments/staging.env: POSTGRES_HOST.\n',
    )
    expect(runHook('check-environment', [], {}, { ...existing, POSTGRES_HOST: 'db.example.com' }).status).toBe(0)
  })

  test('without the file of an environment it says which one to load', () => {
    const { status, errors } = runHook('check-environment', [], {})
    expect(status).not.toBe(0)
    expect(errors).toContain('load infra/environments/NAME.env')
  })
})

describe('check-azd', () => {
  const about = { AZURE_SUBSCRIPTION_ID: 'ours' }

  test.each([
    ['all', 'false', true],
    ['split', 'true', true],
    ['split', '', true],
    ['all', 'true', false],
    ['all', '', false],
    ['split', 'false', false],
  ])('APP_ROLE_MODE %s with DEPLOY_WORKER %p: %p', (mode, worker, fits) => {
    const set = { ...about, APP_ROLE_MODE: mode, DEPLOY_WORKER: worker }
    const { status, errors } = runHook('check-azd', [], { az: 'echo ours' }, set)
    const says = `APP_ROLE_MODE is ${mode}: run "azd env set DEPLOY_WORKER ${String(mode !== 'all')}", then start again.\n`
    expect([status, errors]).toEqual(fits ? [0, ''] : [1, says])
  })

  test('the Azure CLI must be in the same subscription', () => {
    const run = runHook('check-azd', [], { az: 'echo theirs' }, { ...about, APP_ROLE_MODE: 'split' })
    expect(run).toMatchObject({ status: 1, calls: ['az account show --query id -o tsv'] })
    expect(run.errors).toContain('run "az account set --subscription ours"')
    expect(runHook('check-azd', [], { az: 'exit 2' }, { ...about, APP_ROLE_MODE: 'split' }).status).toBe(2)
  })
})

describe('check-azd and a server that stands already', () => {
  const about = { AZURE_SUBSCRIPTION_ID: 'ours', APP_ROLE_MODE: 'split', POSTGRES_MODE: 'existing' }
  const check = (more: Record<string, string>) => runHook('check-azd', [], { az: 'echo ours' }, { ...about, ...more })

  test('somebody must be named who migrates it', () => {
    const { status, errors } = check({ POSTGRES_ADMINISTRATORS_GROUP_NAME: '' })
    expect(status).toBe(1)
    expect(errors).toContain('Nobody is named who migrates: run "azd env set MIGRATES_AS LOGIN"')
  })

  test.each([
    { MIGRATES_AS: 'migrator' },
    { POSTGRES_ADMINISTRATORS_GROUP_NAME: 'administrators' },
    { POSTGRES_MODE: 'new' },
  ])('%p will do', (more) => {
    expect(check(more)).toMatchObject({ status: 0, errors: '' })
  })
})

describe('provision', () => {
  test.each([
    ['what-if', ''],
    ['create', ' -o none'],
  ])('%s takes the parameters from the environment', (verb, more) => {
    const az = '[ "$AZURE_ENV_NAME" = staging ]'
    const deploys = `az deployment group ${verb} -g group -n main -p infra/main.bicepparam${more}`
    const run = runHook('provision', [verb], { az }, { ...env, ...filled })
    expect(run).toMatchObject({ status: 0, calls: [deploys] })
  })

  test('it stops before Azure is asked where a value is missing, or for another verb', () => {
    const missing = runHook('provision', ['create'], { az: '' }, { ...env, ...readEnvironmentFile('staging') })
    expect(missing).toMatchObject({ status: 1, calls: [] })
    expect(missing.errors).toContain('Fill in infra/environments/staging.env')
    expect(runHook('provision', ['delete'], { az: '' }, { ...env, ...filled })).toMatchObject({ status: 1, calls: [] })
  })

  test('a deployment that fails is not hidden', () => {
    expect(runHook('provision', ['create'], { az: 'exit 9' }, { ...env, ...filled }).status).toBe(9)
  })
})

describe('in-environment', () => {
  test.each(environments)('a command gets the values of %s, and its own arguments', (name) => {
    const tool = 'echo "$AZURE_ENV_NAME $POSTGRES_SKU"'
    const { status, output, calls } = runHook('in-environment', [name, 'tool', 'a b', 'c'], { tool })
    expect([status, output, calls]).toEqual([
      0,
      `${name} ${readEnvironmentFile(name)['POSTGRES_SKU']}\n`,
      ['tool a b c'],
    ])
  })

  test('its failure is that of the command', () => {
    expect(runHook('in-environment', ['dev', 'tool'], { tool: 'exit 8' }).status).toBe(8)
  })

  test.each([
    ['an unknown environment', ['nowhere', 'tool'], 'There is no infra/environments/nowhere.env.'],
    ['no command', ['dev'], 'Usage: in-environment.sh'],
  ])('%s is told', (_what, args, says) => {
    const { status, calls, errors } = runHook('in-environment', args, { tool: '' })
    expect([status === 0, calls]).toEqual([false, []])
    expect(errors).toContain(says)
  })
})

describe('recover-vault', () => {
  const about = { AZURE_ENV_NAME: 'dev', AZURE_RESOURCE_GROUP: 'group' }
  const look = `az keyvault list-deleted --resource-type vault -o tsv --query [?properties.tags."azd-env-name"=='dev'].[name, properties.vaultId]`
  const vault = (name: string, group: string) =>
    `printf '%s\\t%s\\n' ${name} /subscriptions/s/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${name}`

  test.each([
    ['a deleted vault comes back', vault('tp-dev-abc', 'group'), ['azd env set RECOVER_VAULT true']],
    ['the case of the group does not matter', vault('tp-dev-abc', 'GROUP'), ['azd env set RECOVER_VAULT true']],
    ['that of another group stays where it is', vault('tp-dev-abc', 'group-2'), ['azd env set RECOVER_VAULT false']],
    ['a vault that is there is not recovered again', '', ['azd env set RECOVER_VAULT false']],
    ['what cannot be seen is left as it is set', 'exit 1', []],
  ])('%s', (_what, az, then) => {
    expect(runHook('recover-vault', [], { az, azd: '' }, about)).toMatchObject({ status: 0, calls: [look, ...then] })
  })

  test('of two it is not said that both come back', () => {
    const az = `${vault('old', 'group')}; ${vault('tp-dev-abc', 'Group')}`
    const { output } = runHook('recover-vault', [], { az, azd: '' }, about)
    expect(output).toBe(
      "Of these deleted vaults the one comes back that has the name of this environment's: old tp-dev-abc.\n",
    )
  })

  test('azd that fails is not hidden', () => {
    expect(runHook('recover-vault', [], { az: vault('v', 'group'), azd: 'exit 4' }, about).status).toBe(4)
  })
})
