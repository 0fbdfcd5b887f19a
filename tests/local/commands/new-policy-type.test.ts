import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { newPolicyType } from '../../../local/commands/new-policy-type'
import { kebab, withRecord } from '../../../local/commands/policy-type-skeleton'

const repository = resolve(__dirname, '../../..')

describe('in a copy of the repository', () => {
  let root: string

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'policy-type-'))
    for (const folder of ['src', 'tests/intune/policy-types', 'tests/intune/flatten'])
      cpSync(join(repository, folder), join(root, folder), { recursive: true })
  })

  afterEach(() => rmSync(root, { recursive: true }))

  const read = (path: string) => readFileSync(join(root, path), 'utf8')

  test('writes a folder, a fixture, and a line in each list of records', () => {
    expect(newPolicyType(root, 'windowsFeatureUpdateProfiles')).toEqual([
      'src/intune/policy-types/windows-feature-update-profiles/schema.ts',
      'src/intune/policy-types/windows-feature-update-profiles/index.ts',
      'tests/intune/policy-types/fixtures/windows-feature-update-profiles.ts',
      'src/intune/policy-types/registry.ts',
      'tests/intune/policy-types/fixtures/index.ts',
    ])
    for (const list of ['src/intune/policy-types/registry.ts', 'tests/intune/policy-types/fixtures/index.ts']) {
      expect(read(list)).toContain("import { windowsFeatureUpdateProfiles } from './windows-feature-update-profiles'\n")
      expect(read(list)).toMatch(/\n {2}windowsFeatureUpdateProfiles,\n[\]}]\n$/)
    }
  })

  test('the written files compile', () => {
    newPolicyType(root, 'windowsFeatureUpdateProfiles')
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
    const { compilerOptions } = JSON.parse(readFileSync(join(repository, 'tsconfig.json'), 'utf8')) as {
      compilerOptions: object
    }
    const options = { ...compilerOptions, noEmit: true, incremental: false, types: ['node', 'jest'] }
    const include = [
      'src/intune/policy-types',
      'tests/intune/policy-types/contract.ts',
      'tests/intune/policy-types/fixtures',
    ]
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include }))
    const tsc = join(repository, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', root], { cwd: root, encoding: 'utf8' })
    expect(stdout).toBe('')
  })

  test.each([
    ['deviceConfigurations', 'exists'],
    ['DeviceConfigurations', 'no collection'],
    ['device-scripts', 'no collection'],
    ['../secrets', 'no collection'],
    ['deviceScript', 'no collection'],
    ['', 'no collection'],
  ])('rejects %j (%s) and writes nothing', (name, reason) => {
    const before = readdirSync(root, { recursive: true })
    expect(() => newPolicyType(root, name)).toThrow(reason)
    expect(readdirSync(root, { recursive: true })).toEqual(before)
  })
})

test.each([
  ['deviceShellScripts', 'device-shell-scripts'],
  ['iosManagedAppProtections', 'ios-managed-app-protections'],
  ['userPFXCertificates', 'user-pfx-certificates'],
  ['intents', 'intents'],
])('%s has the folder %s', (source, folder) => {
  expect(kebab(source)).toBe(folder)
})

test('a registry of another form is an error', () => {
  expect(() => withRecord('export const nothing = []', 'things')).toThrow('another form')
})
