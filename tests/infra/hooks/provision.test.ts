import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { infra } from '../support/files'
import { deployMain, filledIn } from '../support/installation'
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

describe('check-services', () => {
  test.each([
    ['all', 'false', true],
    ['split', 'true', true],
    ['split', '', true],
    ['all', 'true', false],
    ['all', '', false],
    ['split', 'false', false],
  ])('APP_ROLE_MODE %s with DEPLOY_WORKER %p: %p', (mode, worker, fits) => {
    const { status, errors } = runHook('check-services', [], {}, { APP_ROLE_MODE: mode, DEPLOY_WORKER: worker })
    expect(status).toBe(fits ? 0 : 1)
    const says = `APP_ROLE_MODE is ${mode}: run "azd env set DEPLOY_WORKER ${String(mode !== 'all')}", then start again.\n`
    expect(errors).toBe(fits ? '' : says)
  })
})

describe('provision', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tenantpilot-infra-'))
    cpSync(join(infra, 'hooks'), join(folder, 'infra', 'hooks'), { recursive: true })
    mkdirSync(join(folder, 'infra', 'environments'))
    const lines = Object.entries(filled).map(([name, value]) => `${name}='${value}'\n`)
    writeFileSync(join(folder, 'infra', 'environments', 'staging.env'), lines.join(''))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['what-if', ''],
    ['create', ' -o none'],
  ])('%s hands the values of the environment on', (verb, more) => {
    const az = '[ "$AZURE_ENV_NAME $POSTGRES_ADMINISTRATORS_GROUP_NAME" = "staging database administrators" ]'
    const run = runHook('provision', [verb, 'staging'], { az }, env, folder)
    const deploys = `az deployment group ${verb} -g group -n main -p infra/main.bicepparam${more}`
    expect(run).toMatchObject({ status: 0, calls: [deploys] })
  })

  test('a deployment that fails is not hidden, and there is no other verb', () => {
    expect(runHook('provision', ['create', 'staging'], { az: 'exit 9' }, env, folder).status).toBe(9)
    expect(runHook('provision', ['delete', 'staging'], { az: '' }, env, folder)).toMatchObject({ status: 1, calls: [] })
  })

  test('it stops before Azure is asked where the committed file is not filled in', () => {
    const { status, calls, errors } = runHook('provision', ['create', 'staging'], { az: '' }, env)
    expect([status, calls]).toEqual([1, []])
    expect(errors).toContain('Fill in infra/environments/staging.env')
  })

  test.each([
    ['an unknown environment', ['create', 'nowhere'], 'There is no infra/environments/nowhere.env.'],
    ['no environment', ['create'], 'Usage: provision.sh'],
  ])('%s is told', (_what, args, says) => {
    const { status, calls, errors } = runHook('provision', args, { az: '' }, env)
    expect([status === 0, calls]).toEqual([false, []])
    expect(errors).toContain(says)
  })
})

describe('recover-vault', () => {
  const about = { AZURE_ENV_NAME: 'dev', AZURE_RESOURCE_GROUP: 'group' }
  const look = `az keyvault list-deleted --resource-type vault -o tsv --query [?properties.tags."azd-env-name"=='dev' && contains(properties.vaultId, '/resourceGroups/group/')].name`

  test.each([
    ['a deleted vault comes back', 'echo tp-dev-abc', ['azd env set RECOVER_VAULT true']],
    ['a vault that is there is not recovered again', '', ['azd env set RECOVER_VAULT false']],
    ['what cannot be seen is left as it is set', 'exit 1', []],
  ])('%s', (_what, az, then) => {
    expect(runHook('recover-vault', [], { az, azd: '' }, about)).toMatchObject({ status: 0, calls: [look, ...then] })
  })

  test('azd that fails is not hidden', () => {
    expect(runHook('recover-vault', [], { az: 'echo v', azd: 'exit 4' }, about).status).toBe(4)
  })
})

describe('outputs', () => {
  const printed = async (name: string) => {
    const { outputs } = await deployMain(name)
    const answer = Object.fromEntries(Object.entries(outputs).map(([output, value]) => [output, { value }]))
    const run = runHook('outputs', [], { az: `cat <<'END'\n${JSON.stringify(answer)}\nEND` }, env)
    expect(run).toMatchObject({
      status: 0,
      calls: ['az deployment group show -g group -n main --query properties.outputs -o json'],
    })
    return { outputs, lines: run.output.trimEnd().split('\n') }
  }

  test('they are those of main.bicep, with the worker before the API', async () => {
    const { outputs, lines } = await printed('staging')
    const [api, worker] = outputs['appNames'] as [string, string]
    expect([api, worker]).toEqual([expect.stringContaining('-api-'), expect.stringContaining('-worker-')])
    const same = ['vaultName', 'postgresHost', 'postgresDatabase', 'migratorName', 'migratorClientId', 'publicBaseUrl']
    expect(lines).toEqual([...same.map((name) => `${name}=${String(outputs[name])}`), `appNames=${worker} ${api}`])
  })

  test('one app that serves all is one name', async () => {
    expect((await printed('dev')).lines.at(-1)).toMatch(/^appNames=tp-all-dev-\w+$/)
  })

  test.each([
    ['the deployment cannot be read', 'exit 3'],
    ['an output is missing', "echo '{}'"],
  ])('when %s, it fails and prints nothing', (_when, az) => {
    const { status, output } = runHook('outputs', [], { az }, env)
    expect([status === 0, output]).toEqual([false, ''])
  })
})

describe('deploy-package', () => {
  const deploys = (app: string) => `az functionapp deployment source config-zip -g group -n ${app} --src a.zip -o none`

  test('every app gets the same package, in the order in which they are named', () => {
    const { status, calls } = runHook('deploy-package', ['a.zip', 'worker', 'api'], { az: '' }, env)
    expect([status, calls]).toEqual([0, [deploys('worker'), deploys('api')]])
  })

  test('where the worker fails, the API keeps its package', () => {
    const { status, calls } = runHook('deploy-package', ['a.zip', 'worker', 'api'], { az: 'exit 5' }, env)
    expect([status, calls]).toEqual([5, [deploys('worker')]])
  })

  test('without an app it says how it is used', () => {
    const { status, calls, errors } = runHook('deploy-package', ['a.zip'], { az: '' }, env)
    expect([status === 0, calls]).toEqual([false, []])
    expect(errors).toContain('Usage: deploy-package.sh ZIP APP...')
  })
})
