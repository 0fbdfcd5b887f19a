import type { GraphId } from '../../shared/ids'
import type { Graph, GraphRequest } from '../../graph/types'
import type { FindDefinition } from '../definitions/find-definition'
import type { SettingRow } from '../stored/setting-row'
import type { FullPolicy, PolicyWithAssignments } from '../stored/full-policy'
import type { Catalog } from '../stored/definition'
import type { Fingerprint } from '../stored/fingerprint'

/** One entry of a Graph list of policies. */
export interface ListedPolicy {
  id: GraphId
  [property: string]: unknown
}

/**
 * Describes one Graph collection of policies and reads and flattens its policies. Shared code never tests which type it
 * has, so a new type is one folder and one line in the registry.
 */
export interface PolicyType<Listed extends ListedPolicy = ListedPolicy> {
  /** The collection's name: the key of everything stored about it. */
  source: string
  version: GraphRequest['version']
  /** Below the version, without a leading slash. */
  path: string
  /** The least application permission that reads it. */
  permission: string
  /** The service plan of Microsoft's that a tenant needs for it, as `subscribedSkus` names it. */
  licence: string
  /** OData options of the list request. */
  listQuery: Readonly<Record<string, string>>
  /** True: Graph answers a deleted policy by its id, so only two lists in a row without it prove that it is gone. */
  answersDeleted?: boolean
  /** The definitions that name its settings. Null: the names come with the policy. */
  catalog: Catalog | null
  /** Top-level properties that change although nobody edited the policy; the content hash leaves them out. */
  volatile: ReadonlySet<string>
  /** For `docs/policy-types.md`: what becomes rows, and what is masked. */
  documented: { flattened: string; secret: string }
  /** Checks one entry of the list. Throws `AppError('sync.policy_unreadable')`, which fails this entry and not the list. */
  parse(entry: unknown): Listed
  /** `policy_settings.policy_type` of this policy. */
  policyType(policy: FullPolicy): string
  policyName(policy: FullPolicy): string
  /** Reads a listed policy with all its settings. Throws `sync.policy_unreadable`, `sync.incomplete`, `graph.*`. */
  readFull(listed: Listed, graph: Graph): Promise<PolicyWithAssignments>
  /** Sorts what Graph returns in any order, and drops ids that it renews, for the content hash. Default: no change. */
  comparable?(full: FullPolicy): FullPolicy
  /**
   * Ids of the definitions that name this policy's settings; never a value. `known` finds the definitions loaded so far,
   * which can name further ones: `resolveDefinitions` calls this until there is no new id.
   */
  definitionIds(full: FullPolicy, known?: FindDefinition): Set<string>
  /** One row per value an administrator set. Pure; throws `AppError('sync.policy_unreadable')`. */
  flatten(full: FullPolicy, findDefinition: FindDefinition, fingerprint: Fingerprint): SettingRow[]
}

/** Types one record by its own `Listed` and returns the common type, so that the registry can list all records. */
export function definePolicyType<Listed extends ListedPolicy>(type: PolicyType<Listed>): PolicyType {
  return type
}
