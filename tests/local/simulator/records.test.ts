import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { collections } from '../../../local/simulator/collections/registry'
import { store } from '../../../local/simulator/data/stored-policy'
import { wholePolicy } from '../../../local/simulator/data/whole-policy'

const folder = join(__dirname, '../../../local/simulator/collections')

test('every folder exports one record, which is in the registry', async () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders).toHaveLength(collections.length)
  for (const { name } of folders) {
    const exported = Object.values((await import(join(folder, name, 'index'))) as object)
    expect(exported).toHaveLength(1)
    expect(collections).toContain(exported[0])
    expect(exported[0].name.replaceAll(/[A-Z]/g, (letter: string) => `-${letter.toLowerCase()}`)).toBe(name)
  }
})

test('all shares of synthetic tenants together are 1, and no two collections have one name or path', () => {
  const shares = collections.map(({ random }) => ('share' in random.size ? random.size.share : 0))
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
  for (const key of ['name', 'path'] as const)
    expect(new Set(collections.map((collection) => collection[key])).size).toBe(collections.length)
})

describe.each(collections.map((collection) => [collection.name, collection] as const))('%s', (name, collection) => {
  const { sample, random, ids, path, writes } = collection

  test('its name is the last part of its path, and every write stands once', () => {
    expect(path.split('/').at(-1)).toBe(name)
    expect(new Set(writes).size).toBe(writes.length)
  })

  test('all ids look as the record says', () => {
    const made = [0, 1, 2].map((n) => random.make(1, n, true).id)
    expect(made).toEqual([0, 1, 2].map((n) => random.id(1, n)))
    const uuid = '00000000-0000-4000-8000-000000000000'
    for (const id of [sample.policy.id, ids.make(uuid), ...made]) expect(id).toMatch(ids.pattern)
  })

  test('its sample is stored whole, and is an export of this collection alone', () => {
    const { policy, dropped } = store(collection, sample.policy, sample.policy.id)
    expect(dropped).toEqual([])
    const known = Object.entries(sample.policy).filter(([key]) => !key.includes('@odata.') || key === '@odata.type')
    expect(wholePolicy(collection, policy)).toMatchObject(Object.fromEntries(known))
    // tools keep what Graph says of an object that is read alone
    const exported = {
      '@odata.context': `https://graph.microsoft.com/beta/$metadata#${path}/$entity`,
      ...sample.policy,
    }
    expect(collections.filter(({ isExport }) => isExport(exported)).map((other) => other.name)).toEqual([name])
  })

  test('what is planted as a secret in the sample is there', () => {
    for (const secret of sample.secrets) expect(JSON.stringify(sample.policy)).toContain(secret)
  })
})
