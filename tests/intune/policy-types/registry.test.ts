import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { kebab } from '../../../local/commands/policy-type-skeleton'
import { policyTypes } from '../../../src/intune/policy-types/registry'
import { testPolicyType } from './contract'
import { fixtures } from './fixtures/index'

test('every folder is one record of the registry', async () => {
  const root = join(__dirname, '../../../src/intune/policy-types')
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const exported = await Promise.all(
    folders.map(async ({ name }) => Object.values((await import(join(root, name))) as Record<string, unknown>)),
  )
  expect(exported.map((records) => records.length)).toEqual(folders.map(() => 1))
  expect(new Set(exported.flat())).toEqual(new Set(policyTypes))
  expect(policyTypes.map((type) => kebab(type.source)).toSorted()).toEqual(folders.map(({ name }) => name).toSorted())
})

test('no source is registered twice', () => {
  expect(new Set(policyTypes.map((type) => type.source)).size).toBe(policyTypes.length)
})

test('every fixture has a record', () => {
  const sources = new Set(policyTypes.map((type) => type.source))
  expect(Object.keys(fixtures).filter((source) => !sources.has(source))).toEqual([])
})

test('paths end in the source, and reading asks for no right to write', () => {
  expect(policyTypes.filter((type) => !type.path.endsWith(`/${type.source}`))).toEqual([])
  expect(policyTypes.filter((type) => !/^\w+\.Read\.All$/.test(type.permission))).toEqual([])
})

for (const type of policyTypes) {
  const fixture = fixtures[type.source]
  if (fixture) testPolicyType(type, fixture)
  else test(`${type.source} has a fixture`, () => expect(fixtures).toHaveProperty(type.source))
}
