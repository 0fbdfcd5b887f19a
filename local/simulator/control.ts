import { type CollectionName, collections, isCollection } from './data/policy'
import { actionLeaves, type Leaf, settingLeaves, typedLeaves } from './data/leaves'
import { storedPolicy } from './data/stored-policy'
import { type Tenant, wholePolicy } from './data/tenant'
import type { Registration } from './entra/endpoints'
import type { Tokens } from './entra/tokens'
import { type Json, type JsonObject, isObject } from './json'
import type { Fault, Faults } from './traffic/faults'
import type { Stats } from './traffic/stats'

export interface ControlServices {
  tenants: ReadonlyMap<string, Tenant>
  faults: Faults
  stats: Stats
  registration: Registration
  tokens: Tokens
}

interface Said {
  status: number
  body?: unknown
}

const said = (body?: unknown): Said => ({ status: 200, body })

/** The control API: faults, counts, the secret, and edits of what a tenant holds. A mistake is 400 with a sentence. */
export async function control(method: string, path: string[], text: string, services: ControlServices): Promise<Said> {
  try {
    return serve(method, path, text === '' ? {} : (JSON.parse(text) as Json), services)
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
  }
}

function serve(method: string, [what, ...rest]: string[], body: Json, services: ControlServices): Said {
  const { faults, stats, registration, tokens } = services
  switch (`${method} ${what}`) {
    case 'POST faults':
      return said(faults.add(body as unknown as Fault))
    case 'GET faults':
      return said(faults.list())
    case 'DELETE faults':
      faults.clear()
      return said([])
    case 'GET stats':
      return said(stats.report())
    case 'DELETE stats':
      stats.reset()
      return said(stats.report())
    case 'POST secret':
      registration.secret = secretState(body)
      tokens.revoke()
      return said({ secret: registration.secret })
    default:
      if (what === 'tenants') return tenantCall(method, rest, body, services)
      throw new Error(`the simulator has no ${method} /_sim/${what ?? ''}`)
  }
}

function secretState(body: Json): Registration['secret'] {
  const state = isObject(body) ? body['state'] : undefined
  if (state === 'ok' || state === 'wrong' || state === 'expired') return state
  throw new Error('state must be ok, wrong or expired')
}

function tenantCall(
  method: string,
  [id = '', collection = '', policyId, part]: string[],
  body: Json,
  { tenants }: ControlServices,
): Said {
  const tenant = tenants.get(id.toLowerCase())
  if (!tenant) throw new Error(`no tenant ${id} is simulated; there are ${[...tenants.keys()].join(', ')}`)
  if (!isCollection(collection)) throw new Error(`no collection ${collection}; there are ${collections.join(', ')}`)
  if (policyId === undefined && method === 'GET') return said(listing(tenant, collection))
  if (policyId === undefined) throw new Error('which policy? give its id')
  switch (method) {
    case 'GET':
      return said(whole(tenant, collection, policyId))
    case 'DELETE':
      if (!tenant.remove(collection, policyId)) throw new Error(`no ${collection} with id ${policyId}`)
      return said({ removed: policyId })
    case 'PUT':
      return said(store(tenant, collection, policyId, body))
    case 'PATCH':
      return said(
        store(tenant, collection, policyId, { ...whole(tenant, collection, policyId), ...(body as JsonObject) }),
      )
    case 'POST':
      if (part === 'setting') return said(setSetting(tenant, collection, policyId, body))
  }
  throw new Error(`the simulator has no ${method} for a policy`)
}

function listing(tenant: Tenant, collection: CollectionName): JsonObject[] {
  return [...tenant.policies(collection)].map((policy) => {
    const { name, displayName } = policy.listed()
    return { id: policy.id, name: name ?? displayName ?? null, settings: policy.settingCount }
  })
}

function whole(tenant: Tenant, collection: CollectionName, id: string): JsonObject {
  const policy = tenant.get(collection, id)
  if (!policy) throw new Error(`no ${collection} with id ${id}`)
  return structuredClone(wholePolicy(collection, policy))
}

function store(tenant: Tenant, collection: CollectionName, id: string, json: Json): JsonObject {
  if (!isObject(json)) throw new Error('a policy is a JSON object')
  tenant.put(collection, storedPolicy(collection, { ...json, id }, id).policy)
  return { stored: id }
}

/** Changes one value, named by its path or by its definition id, and nothing else. */
function setSetting(tenant: Tenant, collection: CollectionName, id: string, body: Json): JsonObject {
  if (!isObject(body) || body['value'] === undefined) throw new Error('give path (or definitionId) and value')
  const json = whole(tenant, collection, id)
  const leaf = [...leavesOf(collection, json)].find((l) => l.path === body['path'] || (l.definitionId !== undefined && l.definitionId === body['definitionId'])) // prettier-ignore
  if (!leaf) throw new Error(`policy ${id} sets nothing at ${JSON.stringify(body['path'] ?? body['definitionId'])}`)
  const before = leaf.value
  leaf.set(body['value'])
  store(tenant, collection, id, json)
  return { path: leaf.path, before, after: body['value'] }
}

/** Every value a whole policy sets. */
export function leavesOf(collection: CollectionName, policy: JsonObject): Iterable<Leaf> {
  if (collection === 'configurationPolicies') return settingLeaves(policy['settings'] as JsonObject[])
  const rules = (policy['scheduledActionsForRule'] ?? []) as JsonObject[]
  return [...typedLeaves(policy), ...actionLeaves(rules)]
}
