import type { Collection } from '../../../local/simulator/collections/record'
import { assignments } from '../../../local/simulator/synthetic/assignments'
import type { Graph } from '../../../src/graph/types'
import { listRequest } from '../../../src/intune/policy-types/list-request'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import type { PolicyWithAssignments } from '../../../src/intune/stored/full-policy'
import { type Running, start, tenantId } from '../../local/simulator/harness'
import { product } from '../../traps/support/product'

/** The sample of a collection, read through its record from the simulated Graph, in each way that a sync reads. */
export interface Reading {
  /** The list's entry. */
  entry: Record<string, unknown>
  fromList: PolicyWithAssignments
  /** With entries below it in another order, on other pages. */
  again: PolicyWithAssignments
  /** From the answer to a request by its id, as for a policy that a list left out. */
  byId: PolicyWithAssignments
  /** The same policy with assignments, and those. */
  assigned: { read: PolicyWithAssignments; assignments: unknown[] }
}

/** Reads the sample of a collection with the product's own client. */
export async function readSample(type: PolicyType, collection: Collection): Promise<Reading> {
  const simulator = await start({
    tenants: [{ entraTenantId: tenantId, policies: 0, seed: 1 }],
    collections: [collection],
  })
  const { graph } = product(simulator)
  const { policy } = collection.sample
  const put = (more = {}) => simulator.control.put(tenantId, collection.name, policy.id, { ...policy, ...more })
  put()
  const [entry, byIdBody] = [await onlyEntry(type, graph), await graph.get(requestById(type, policy.id))]
  const fromList = await type.readFull(type.parse(entry), graph)
  const byId = await type.readFull(type.parse(byIdBody), graph)
  simulator.control.behave({ shuffle: true, emptyPages: 1 })
  const again = await type.readFull(type.parse(await onlyEntry(type, graph)), graph)
  return { entry, fromList, again, byId, assigned: await readAssigned(type, graph, simulator, put) }
}

async function readAssigned(type: PolicyType, graph: Graph, simulator: Running, put: (more: object) => void) {
  const given = [0, 1, 2, 3].map((n) => assignments('contract', 1, n, 'x')).find((list) => list.length > 1)!
  simulator.control.behave({ shuffle: false, emptyPages: 0 })
  put({ assignments: given })
  return { read: await type.readFull(type.parse(await onlyEntry(type, graph)), graph), assignments: given }
}

/** Reads all entries of a type's list. */
export async function listAll(type: PolicyType, graph: Graph): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const { value } of graph.pages(listRequest(type))) found.push(...value)
  return found
}

async function onlyEntry(type: PolicyType, graph: Graph) {
  const found = await listAll(type, graph)
  expect(found).toHaveLength(1)
  return found[0] as Record<string, unknown>
}

const requestById = ({ version, path, permission }: PolicyType, id: string) => ({
  version,
  path: `${path}/${id}`,
  permission,
})
