import type { Collection } from '../../../local/simulator/collections/record'
import { collections } from '../../../local/simulator/collections/registry'
import { wholePolicy } from '../../../local/simulator/data/whole-policy'
import { random } from '../../../local/simulator/seed'
import type { Graph } from '../../../src/graph/types'
import { encodeSegment, pathSegments } from '../../../src/intune/flatten/path'
import { contentHash } from '../../../src/intune/policy-types/content-hash'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import { policyTypes } from '../../../src/intune/policy-types/registry'
import type { FullPolicy } from '../../../src/intune/stored/full-policy'
import { start, tenantId } from '../../local/simulator/harness'
import { changed } from '../../properties/change'
import { listAll } from './readings'
import { rowsOf } from '../../properties/serve'
import { differences } from '../../traps/support/expect-complete'
import { product } from '../../traps/support/product'

const seed = Number(process.env.TEST_SEED)
const wanted = 25

/** How many policies a tenant must have for about 25 of this collection. */
function tenantSize({ random: { size } }: Collection): number {
  return Math.ceil(wanted / ('share' in size ? size.share : size.onTop))
}

/** Reads all policies of a type, each whole. */
async function readAll(type: PolicyType, graph: Graph): Promise<Map<string, FullPolicy>> {
  const found = await listAll(type, graph)
  const full = await Promise.all(found.map(async (entry) => (await type.readFull(type.parse(entry), graph)).full))
  return new Map(full.map((policy) => [String(policy['id']), policy]))
}

/** A random tenant with policies of this type alone. `odd`: with values that a database must change. */
const startTenant = (type: PolicyType, collection: Collection, odd: boolean) =>
  start({
    tenants: [{ entraTenantId: tenantId, policies: tenantSize(collection), seed, odd, only: [type.source] }],
  })

/** Policies of a random tenant, read once as they are and once in another order, on other pages. */
async function readTwice(type: PolicyType, collection: Collection) {
  const simulator = await startTenant(type, collection, true)
  const { graph } = product(simulator)
  const policies = await readAll(type, graph)
  simulator.control.behave({ shuffle: true, emptyPages: 2, ignoreTop: true })
  return { policies, again: await readAll(type, graph) }
}

describe.each(policyTypes)('random policies of $source', (type) => {
  const collection = collections.find(({ name }) => name === type.source)!
  let read: Awaited<ReturnType<typeof readTwice>>
  beforeAll(async () => void (read = await readTwice(type, collection)))

  test('are the same in another order and on other pages', () => {
    const { policies, again } = read
    expect(policies.size).toBeGreaterThan(1)
    expect([...again.keys()].toSorted()).toEqual([...policies.keys()].toSorted())
    for (const [id, policy] of policies) {
      expect(rowsOf(type, again.get(id)!)).toEqual(rowsOf(type, policy))
      expect(contentHash(type, again.get(id)!)).toBe(contentHash(type, policy))
    }
  })

  test('have exactly the rows that they set', async () => {
    const simulator = await startTenant(type, collection, false)
    const policies = await readAll(type, product(simulator).graph)
    const rows = [...policies].map(([id, policy]) => [`${type.source}/${id}`, { rows: rowsOf(type, policy) }] as const)
    expect(differences(simulator.manifest(tenantId), new Map(rows))).toEqual([])
  })

  test('have unique names and paths, and paths that parse back into their segments', () => {
    for (const policy of read.policies.values()) {
      const rows = rowsOf(type, policy)
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
      expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length)
      for (const { path } of rows) expect(pathSegments(path).map(encodeSegment).join('/')).toBe(path)
    }
  })

  test('have another hash when a change of one value is seen in a row', () => {
    // names may come with the policy, and are Microsoft's then
    const seenIn = (policy: FullPolicy) => JSON.stringify(rowsOf(type, policy).map(({ path, raw }) => [path, raw]))
    let seen = 0
    for (const [id, policy] of read.policies)
      for (let n = 0; n < 10; n++) {
        const other = changed(policy, type.volatile, random('change', seed, id, n).int)
        if (seenIn(other) === seenIn(policy)) continue
        seen++
        expect(contentHash(type, other)).not.toBe(contentHash(type, policy))
      }
    expect(seen).toBeGreaterThan(0)
  })

  test('have every property of the sample', () => {
    const set = (policy: object) => Object.entries(policy).flatMap(([name, value]) => (value === null ? [] : name))
    const made = Array.from({ length: 500 }, (_, n) => wholePolicy(collection, collection.random.make(1, n, false)))
    const occurring = new Set(made.flatMap(set))
    expect(set(collection.sample.policy).filter((name) => !occurring.has(name))).toEqual([])
  })

  test('keep their hash when Graph changes what nobody edits', () => {
    for (const policy of read.policies.values()) {
      const later = Object.fromEntries([...type.volatile].map((property) => [property, 'later']))
      expect(contentHash(type, { ...policy, ...later, id: 'another' })).toBe(contentHash(type, policy))
    }
  })
})
