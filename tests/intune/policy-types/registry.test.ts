import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { kebab } from '../../../local/commands/policy-type-skeleton'
import { collections } from '../../../local/simulator/collections/registry'
import { policyTypes } from '../../../src/intune/policy-types/registry'
import { policySources } from '../../../src/shared/policy-sources'
import { testPolicyType } from './contract'

const root = join(__dirname, '../../..')

test('every folder is one record of its registry', async () => {
  const folders = await recordsIn('src/intune/policy-types')
  expect(folders.names).toEqual(policyTypes.map((type) => kebab(type.source)).toSorted())
  expect(new Set(folders.records)).toEqual(new Set(policyTypes))
  const simulated = await recordsIn('local/simulator/collections')
  expect(simulated.names).toEqual(collections.map(({ name }) => kebab(name)).toSorted())
  expect(new Set(simulated.records)).toEqual(new Set(collections))
})

/** The folders of a room, and what the `index.ts` of each exports: one thing. */
async function recordsIn(room: string) {
  const folders = readdirSync(join(root, room), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const names = folders.map(({ name }) => name).toSorted()
  const exported = await Promise.all(
    names.map(async (name) => Object.values((await import(join(root, room, name))) as Record<string, unknown>)),
  )
  expect(exported.map((records) => records.length)).toEqual(names.map(() => 1))
  return { names, records: exported.flat() }
}

test('no source is registered twice, and each has its collection in the simulator', () => {
  const sources = policyTypes.map((type) => type.source)
  expect(new Set(sources).size).toBe(sources.length)
  expect(collections.map(({ name }) => name).toSorted()).toEqual(sources.toSorted())
})

test('the list of their names has each of them, in the same order', () => {
  expect(policySources).toEqual(policyTypes.map((type) => type.source))
})

test('reading asks for no right to write', () => {
  expect(policyTypes.filter((type) => !/^\w+(\.\w+)?\.Read\.All$/.test(type.permission))).toEqual([])
})

for (const type of policyTypes) {
  const collection = collections.find(({ name }) => name === type.source)
  if (collection) testPolicyType(type, collection)
}
