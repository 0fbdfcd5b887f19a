import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { devDependencies } from '../package.json'
import { packages, rooms } from '../rooms.cjs'

interface Violation {
  from: string
  rule: { name: string }
}

const root = join(__dirname, '..')
let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tenantpilot-borders-'))
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
  writeFileSync(join(scratch, 'package.json'), readFileSync(join(root, 'package.json')))
  for (const folder of ['functions', 'cli']) write(`${folder}/empty.ts`, 'export {}\n')
})
afterEach(() => rmSync(scratch, { recursive: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(scratch, file)), { recursive: true })
  writeFileSync(join(scratch, file), text)
}

/** The names of the rules that each file of the scratch folder breaks. */
function check(): Map<string, string[]> {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const flags = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json']
  const { stdout, stderr } = spawnSync(process.execPath, [tool, ...flags, 'src', 'functions', 'cli'], {
    cwd: scratch,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (!stdout.startsWith('{')) throw new Error(stderr || stdout)
  const { violations } = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary
  const broken = new Map<string, string[]>()
  for (const { from, rule } of violations) broken.set(from, [...(broken.get(from) ?? []), rule.name])
  return broken
}

/** A file in a room; a room that is a file is that file. */
function fileIn(room: string, name: string): string {
  return room.endsWith('.ts') ? room : `${room.replace(/\/\*$/, '')}/${name}.ts`
}

const pathTo = (from: string, to: string) => {
  const path = relative(dirname(from), to).replace(/\.ts$/, '')
  return path.startsWith('.') ? path : `./${path}`
}

const holds = (place: string, room: string) => place === room || room.startsWith(`${place}/`)

test('the table goes downwards only', () => {
  for (const [i, { path, imports }] of rooms.entries()) {
    const above = rooms.slice(0, i + 1).filter((room) => imports.some((place) => holds(place, room.path)))
    expect({ path, above }).toEqual({ path, above: [] })
  }
})

test('a bad import over any border is refused, a type import as well', () => {
  for (const { path } of rooms) write(fileIn(path, 'target'), 'export type Target = 1\n')
  const expected = new Map<string, string[]>()
  for (const from of rooms)
    for (const [i, to] of rooms.entries()) {
      if (from === to || from.imports.some((place) => holds(place, to.path)) || from.path.endsWith('.ts')) continue
      const bad = fileIn(from.path, `bad-${i}`)
      write(bad, `import type { Target } from '${pathTo(bad, fileIn(to.path, 'target'))}'\nexport type Bad = Target\n`)
      expected.set(bad, [`border of ${from.path}`])
    }
  expect(expected.size).toBeGreaterThan(200)
  expect(check()).toEqual(expected)
})

test('a file that is a room has borders too', () => {
  const alone = rooms.filter(({ path }) => path.endsWith('.ts'))
  write('src/runs/worker/target.ts', 'export type Target = 1\n')
  for (const { path } of alone)
    write(path, `import type { Target } from '${pathTo(path, 'src/runs/worker/target')}'\nexport type Bad = Target\n`)
  expect(check()).toEqual(new Map(alone.map(({ path }) => [path, [`border of ${path}`]])))
})

test('a package is refused everywhere but in its places', () => {
  const expected = new Map<string, string[]>()
  for (const [name, places] of Object.entries(packages))
    for (const { path } of rooms) {
      if (places.some((place) => holds(place, path) || place.startsWith(`${path}/`)) || path.endsWith('.ts')) continue
      const bad = fileIn(path, `bad-${name.replace(/\W/g, '-')}`)
      write(bad, `import * as sdk from '${name}'\nexport { sdk }\n`)
      const deployed = path !== 'cli'
      expected.set(bad, [...(deployed && name in devDependencies ? ['development package'] : []), `package ${name}`])
    }
  expect(expected.size).toBeGreaterThan(100)
  expect(new Map([...check()].map(([file, rules]) => [file, rules.toSorted()]))).toEqual(expected)
})

test('a part of a package is refused as the package is', () => {
  write('src/http/bad.ts', `import { pgTable } from 'drizzle-orm/pg-core'\nexport { pgTable }\n`)
  expect(check()).toEqual(new Map([['src/http/bad.ts', ['package drizzle-orm']]]))
})

test.each([
  ['local/', `import type { Clock } from '../../local/clock'\nexport type Bad = Clock\n`, ['border of src/db']],
  ['tests/', `import type { Clock } from '../../tests/clock'\nexport type Bad = Clock\n`, ['border of src/db']],
  ['a development package', `import * as rhea from 'rhea'\nexport { rhea }\n`, ['development package', 'package without a place']], // prettier-ignore
  ['what is not there', `import { x } from './nowhere'\nexport { x }\n`, ['unresolvable']],
])('an import of %s is refused', (_what, text, rules) => {
  write('local/clock.ts', 'export type Clock = 1\n')
  write('tests/clock.ts', 'export type Clock = 1\n')
  write('src/db/bad.ts', text)
  expect(check().get('src/db/bad.ts')?.toSorted()).toEqual(rules)
})

test('a circle of files is refused, of types as well', () => {
  write('src/db/a.ts', `import type { B } from './b'\nexport type A = B | 1\n`)
  write('src/db/b.ts', `import type { A } from './a'\nexport type B = A | 2\n`)
  expect(check().get('src/db/a.ts') ?? check().get('src/db/b.ts')).toEqual(['circle'])
})

test('a file without a room is refused', () => {
  write('src/extras/bad.ts', `import { join } from 'node:path'\nexport { join }\n`)
  expect(check().get('src/extras/bad.ts')).toEqual(['no room'])
})

test('the command line loads records and types of the API alone: no handler, no database, nothing of this machine', () => {
  write('src/operations/registry.ts', 'export const records = 1\n')
  write('src/operations/handler.ts', 'export const handler = 1\n')
  write('local/clock.ts', 'export type Clock = 1\n')
  write('cli/good.ts', `import { records } from '../src/operations/registry'\nexport { records }\n`)
  write('cli/handler.ts', `import { handler } from '../src/operations/handler'\nexport { handler }\n`)
  write('cli/local.ts', `import type { Clock } from '../local/clock'\nexport type Bad = Clock\n`)
  write('src/operations/up.ts', `import { records } from '../../cli/good'\nexport { records }\n`)
  expect(check()).toEqual(
    new Map([
      ['cli/handler.ts', ['border of cli']],
      ['cli/local.ts', ['border of cli']],
      ['src/operations/up.ts', ['border of src/operations']],
    ]),
  )
})
