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
    for (const folder of ['src', 'local/simulator'])
      cpSync(join(repository, folder), join(root, folder), { recursive: true })
    cpSync(join(repository, 'local/clock.ts'), join(root, 'local/clock.ts'))
  })

  afterEach(() => rmSync(root, { recursive: true }))

  const read = (path: string) => readFileSync(join(root, path), 'utf8')

  test('writes two folders, a line in each registry, and its name', () => {
    expect(newPolicyType(root, 'madeUpThings')).toEqual([
      'src/intune/policy-types/made-up-things/index.ts',
      'local/simulator/collections/made-up-things/index.ts',
      'local/simulator/collections/made-up-things/random.ts',
      'local/simulator/collections/made-up-things/sample.ts',
      'src/intune/policy-types/registry.ts',
      'local/simulator/collections/registry.ts',
      'src/shared/policy-sources.ts',
    ])
    expect(read('src/shared/policy-sources.ts')).toMatch(/\n {2}'madeUpThings',\n\] as const\n$/)
    for (const list of ['src/intune/policy-types/registry.ts', 'local/simulator/collections/registry.ts']) {
      expect(read(list)).toContain("import { madeUpThings } from './made-up-things/index'\n")
      expect(read(list)).toMatch(/\n {2}madeUpThings,\n\]\n$/)
    }
  })

  test('the written files compile', () => {
    newPolicyType(root, 'madeUpThings')
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
    const { compilerOptions } = JSON.parse(readFileSync(join(repository, 'tsconfig.json'), 'utf8')) as {
      compilerOptions: object
    }
    const options = { ...compilerOptions, noEmit: true, incremental: false, types: ['node'] }
    const include = ['src/intune/policy-types', 'local/simulator/collections']
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
    ['class', 'something else'],
    ['this', 'something else'],
    ['policyTypes', 'something else'],
    ['collections', 'something else'],
    ['configurationReaders', 'something else'],
    ['groups', 'something else'],
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
