import type { GraphId } from '../../shared/ids'
import type { Graph, GraphRequest } from '../../graph/types'
import type { FindDefinition } from '../definitions/find-definition'
import type { SettingRow } from '../stored/setting-row'
import type { FullPolicy, PolicyWithAssignments } from '../stored/full-policy'
import type { Catalog } from '../stored/definition'
import type { Fingerprint } from '../stored/fingerprint'

/** What every list entry has, whatever else it holds. */
export interface ListedPolicy {
  id: GraphId
  [property: string]: unknown
}

/**
 * All that is known about one Graph collection of policies. Shared code never asks which type it holds: the record
 * answers for itself, so a new type is one folder and one line in the registry.
 */
export interface PolicyType<Listed extends ListedPolicy = ListedPolicy> {
  /** The collection's name: the key of everything stored about it. */
  source: string
  version: GraphRequest['version']
  /** Below the version, without a leading slash. */
  path: string
  /** The least application permission that reads it. */
  permission: string
  /** OData options of the list request. */
  listQuery: Readonly<Record<string, string>>
  catalog: Catalog
  /** Top-level properties that change without the policy being changed: no part of its content hash. */
  volatile: ReadonlySet<string>
  /** For `docs/policy-types.md`: what becomes rows, and what is masked. */
  documented: { flattened: string; secret: string }
  /** One entry of the list, checked. Throws `AppError('sync.policy_unreadable')`: that entry's failure, not the list's. */
  parse(entry: unknown): Listed
  /** `policy_settings.policy_type` of this policy. */
  policyType(policy: FullPolicy): string
  policyName(policy: FullPolicy): string
  /** Reads one listed policy to the last setting. Throws `AppError`: `sync.policy_unreadable`, `sync.incomplete`, `graph.*`. */
  readFull(listed: Listed, graph: Graph): Promise<PolicyWithAssignments>
  /** The policy without what Graph gives anew or in any order, for its content hash; by default the policy itself. */
  comparable?(full: FullPolicy): FullPolicy
  /**
   * Ids of the definitions that naming this policy needs, no value among them. `known`: those found so far; a definition
   * may name others below it, so this is asked until it brings nothing new (`namesOf`).
   */
  definitionIds(full: FullPolicy, known?: FindDefinition): Set<string>
  /** One row per value an administrator set. Pure; throws `AppError('sync.policy_unreadable')`. */
  flatten(full: FullPolicy, findDefinition: FindDefinition, fingerprint: Fingerprint): SettingRow[]
}

/** Keeps `Listed` private to each record while the registry holds them side by side. */
export function definePolicyType<Listed extends ListedPolicy>(type: PolicyType<Listed>): PolicyType {
  return type
}
