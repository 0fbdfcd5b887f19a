import { firstCollections } from '../../support/first-collections'
import { createHash } from 'node:crypto'
import { collections as all } from '../../../local/simulator/collections/registry'
import { type Running, start, tenantId } from './harness'
import { madeUp } from './made-up'

function hashOf(simulator: Running): string {
  const hash = createHash('sha256')
  for (const collection of firstCollections)
    for (const { id } of simulator.control.list(tenantId, collection))
      hash.update(`${collection} ${JSON.stringify(simulator.control.get(tenantId, collection, String(id)))}\n`)
  return hash.digest('hex').slice(0, 16)
}

const known = [
  { seed: 1, policies: 200, odd: false, hash: 'b00b51c260014016' },
  { seed: 4, policies: 240, odd: true, hash: '3cb39bbb22449fe6' },
  { seed: 3, policies: 7, odd: false, hash: '74d59c30c61577a8' },
  { seed: 77, policies: 1000, odd: false, hash: '28466303141a34dd' },
  { seed: 9, policies: 3, odd: true, hash: 'c4c41b310ca5bf1e' },
]

test.each(known)('seed $seed with $policies policies (odd: $odd) is as it always was', async ({ hash, ...size }) => {
  const simulator = await start({ tenants: [{ entraTenantId: tenantId, ...size }] })
  expect(hashOf(simulator)).toBe(hash)
})

test.each([
  ['before', [...madeUp, ...all]],
  ['after', [...all, ...madeUp]],
])('policies stay when collections are added %s the others, which have theirs on top', async (_, collections) => {
  const [, { hash, ...size }] = known as [unknown, (typeof known)[number]]
  const simulator = await start({ collections, tenants: [{ entraTenantId: tenantId, ...size }] })
  expect(hashOf(simulator)).toBe(hash)
  const sizes = madeUp.map(({ name }) => simulator.control.list(tenantId, name).length)
  expect(sizes).toEqual([144, 360, 1, 720, 24]) // of 240
})

test('a tenant with few policies has none of most collections on top, an empty one none at all', async () => {
  for (const [policies, sizes] of [
    [1, [0, 1, 1, 3, 0]],
    [0, [0, 0, 0, 0, 0]],
  ] as const) {
    const tenants = [{ entraTenantId: tenantId, policies, seed: 1 }]
    const { control } = await start({ collections: [...all, ...madeUp], tenants })
    expect(madeUp.map(({ name }) => control.list(tenantId, name).length)).toEqual(sizes)
  }
})

test('with `only`, other collections are empty and these have the same policies', async () => {
  const tenant = { entraTenantId: tenantId, policies: 100, seed: 5 }
  const only = ['intents', 'madeUpThings']
  const collections = [...all, ...madeUp]
  const some = await start({ collections, tenants: [{ ...tenant, only }] })
  const whole = await start({ collections, tenants: [tenant] })
  for (const { name } of collections) {
    const expected = only.includes(name) ? whole.control.list(tenantId, name) : []
    expect(some.control.list(tenantId, name)).toEqual(expected)
  }
  const [{ id }] = some.control.list(tenantId, 'madeUpThings') as [{ id: string }]
  expect(some.control.get(tenantId, 'madeUpThings', id)).toEqual(whole.control.get(tenantId, 'madeUpThings', id))
  await expect(start({ tenants: [{ ...tenant, only: ['nonsense'] }] })).rejects.toThrow('no collection nonsense')
})
