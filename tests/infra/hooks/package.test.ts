import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { infra } from '../support/files'
import { deployMain } from '../support/installation'
import { runHook } from '../support/run-hook'

const env = { AZURE_RESOURCE_GROUP: 'group' }

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
    const same = [
      'vaultName',
      'postgresHost',
      'postgresDatabase',
      'migratorName',
      'migratorPrincipalId',
      'migratorClientId',
      'publicBaseUrl',
    ]
    expect(lines).toEqual([
      ...same.map((name) => `${name}=${String(outputs[name])}`),
      ...['loginNames', 'loginPrincipalIds', 'loginConnections'].map(
        (name) => `${name}=${JSON.stringify(outputs[name])}`,
      ),
      `appNames=${worker} ${api}`,
    ])
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

  test('on the way back the order is the other one', () => {
    const { status, calls } = runHook('deploy-package', ['--back', 'a.zip', 'worker', 'api'], { az: '' }, env)
    expect([status, calls]).toEqual([0, [deploys('api'), deploys('worker')]])
    expect(runHook('deploy-package', ['--back', 'a.zip', 'all'], { az: '' }, env).calls).toEqual([deploys('all')])
  })

  test('where the worker fails, the API keeps its package', () => {
    const { status, calls } = runHook('deploy-package', ['a.zip', 'worker', 'api'], { az: 'exit 5' }, env)
    expect([status, calls]).toEqual([5, [deploys('worker')]])
  })

  test('without an app it says how it is used', () => {
    const { status, calls, errors } = runHook('deploy-package', ['a.zip'], { az: '' }, env)
    expect([status === 0, calls]).toEqual([false, []])
    expect(errors).toContain('Usage: deploy-package.sh [--back] ZIP APP...')
  })
})

describe('release-notes', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tenantpilot-release-'))
    cpSync(join(infra, 'hooks'), join(folder, 'infra', 'hooks'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"version":"1.2.0"}')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const notes = (tag: string, changelog: string) => {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog)
    return runHook('release-notes', [tag], {}, {}, folder)
  }

  test('they are the section of this version alone', () => {
    const changelog =
      '# Changelog\n\n## Unreleased\n\n- c\n\n## 1.2.0 (2026-12-01)\n\n### Part\n\n- b\n\n## 1.2.00\n\n- a\n'
    expect(notes('v1.2.0', changelog)).toMatchObject({ status: 0, output: '\n### Part\n\n- b\n' })
  })

  test.each([
    ['v1.2.0', '## Unreleased\n\n- c\n', 'CHANGELOG.md has no section "## 1.2.0": write it.\n'],
    ['v1.3.0', '## 1.3.0\n\n- c\n', 'The tag is v1.3.0 and package.json has 1.2.0: give both the same version.\n'],
  ])('%s is refused where something is missing', (tag, changelog, says) => {
    expect(notes(tag, changelog)).toMatchObject({ status: 1, output: '', errors: says })
  })
})
