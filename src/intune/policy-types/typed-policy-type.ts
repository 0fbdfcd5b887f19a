import * as z from 'zod'
import { AppError } from '../../shared/errors'
import type { Graph } from '../../graph/types'
import { collectDefinitionIds } from '../definitions/collect-definition-ids'
import type { FindDefinition } from '../definitions/find-definition'
import { flattenTyped } from '../flatten/typed'
import { TYPED_METADATA, type TypedShape } from '../flatten/typed-shape'
import { expandedAssignments, readAssignments } from '../reading/child-lists'
import { GraphIdText, GraphName, nameOrId, parseListed } from '../reading/listed'
import { SECRET_PROPERTIES } from '../reading/secret-properties'
import type { Fingerprint } from '../stored/fingerprint'
import type { FullPolicy, PolicyWithAssignments } from '../stored/full-policy'
import { definePolicyType, type PolicyType } from './policy-type'

const Typed = z.looseObject({ id: GraphIdText, displayName: GraphName })
type Typed = z.infer<typeof Typed>

/** What a type of typed properties must say; what it leaves out is as usual. */
export interface TypedPolicies extends Pick<PolicyType, 'source' | 'permission' | 'licence' | 'documented'> {
  /** `policy_settings.policy_type`: the singular of the source. */
  policyType: string
  /** Below the version. Default: `deviceManagement/{source}`. */
  path?: string
  /** Default: the list expands the assignments. `{}`: it does not accept that, so each policy's are requested. */
  listQuery?: PolicyType['listQuery']
  /** Properties that the list leaves out: each policy is read by its id, and must have them then. */
  leftOutOfList?: readonly string[]
  /** OData options of that single read, for what only it expands. Default: none. */
  itemQuery?: PolicyType['listQuery']
  /** Properties that change although nobody edits the policy, beside its dates and version. */
  volatile?: readonly string[]
  /** Properties that are no settings, beside those that all policies have. */
  metadata?: readonly string[]
  /** Properties that hold secrets, beside those that are known everywhere. */
  secret?: readonly string[]
  base64?: readonly string[]
  label?: TypedShape['label']
}

/** Makes the record of a collection whose policies are typed properties and assignments, with nothing else below them. */
export function defineTypedPolicyType(given: TypedPolicies): PolicyType {
  const { source, path = `deviceManagement/${source}`, listQuery = { $expand: 'assignments' } } = given
  const version = 'beta'
  const shape: TypedShape = {
    metadata: new Set([...TYPED_METADATA, ...(given.metadata ?? [])]),
    secret: new Set([...SECRET_PROPERTIES, ...(given.secret ?? [])]),
    base64: new Set(given.base64),
    ...(given.label ? { label: given.label } : {}),
  }
  const flatten = (full: FullPolicy, findDefinition: FindDefinition, fingerprint: Fingerprint) =>
    flattenTyped(full, shape, findDefinition, fingerprint)

  async function readFull(listed: Typed, graph: Graph): Promise<PolicyWithAssignments> {
    const { permission } = given
    const own = { version, path: `${path}/${encodeURIComponent(listed.id)}`, permission } as const
    if (!given.leftOutOfList) return readAssignments(listed, own, graph)
    const item = parseListed(Typed, source, await graph.get(given.itemQuery ? { ...own, query: given.itemQuery } : own))
    requireWhole(item, listed, given.leftOutOfList)
    const assignments = expandedAssignments(item) ?? expandedAssignments(listed)
    return readAssignments(assignments ? { ...item, assignments } : item, own, graph)
  }

  return definePolicyType({
    source,
    version,
    path,
    permission: given.permission,
    licence: given.licence,
    listQuery,
    catalog: 'settingDefinitions',
    volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'version', ...(given.volatile ?? [])]),
    documented: given.documented,
    parse: (entry) => parseListed(Typed, source, entry),
    policyType: () => given.policyType,
    policyName: ({ id, displayName }) => nameOrId(String(id), displayName),
    readFull,
    definitionIds: (full, known) =>
      collectDefinitionIds((findDefinition) => flatten(full, findDefinition, () => ''), known),
    flatten,
  })
}

/** Throws `sync.incomplete` for the answer to another id, and for one that lacks what only it has. */
function requireWhole(item: Typed, listed: Typed, properties: readonly string[]): void {
  const lacking = properties.filter((name) => item[name] === undefined || item[name] === null)
  if (item.id.toLowerCase() === listed.id.toLowerCase() && lacking.length === 0) return
  throw new AppError('sync.incomplete', { message: `A policy was read without ${lacking.join(', ') || 'its own id'}.` })
}
