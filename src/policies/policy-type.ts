import type { Graph, GraphRequest } from '../graph/types'
import type { SettingNames } from '../settings/names'
import type { SettingRow } from '../settings/setting-row'

/** What every list entry has, whatever else it holds. */
export interface ListedPolicy {
  id: string
  [property: string]: unknown
}

/**
 * All that is known about one Graph collection of policies. Shared code never asks which type it holds: the record
 * answers for itself, so a new type is one folder and one line in the registry.
 */
export interface PolicyType<Whole = unknown, Listed extends ListedPolicy = ListedPolicy> {
  /** The collection's name: the key of everything stored about it. */
  source: string
  version: GraphRequest['version']
  /** Below the version, without a leading slash. */
  path: string
  /** The least application permission that reads it. */
  permission: string
  /** OData options of the list request. */
  listQuery: Readonly<Record<string, string>>
  /** Which catalog names its settings; null: settings are typed properties. */
  catalog: 'configurationSettings' | 'complianceSettings' | null
  /** One entry of the list, checked. Throws `AppError('sync.policy_unreadable')`: that entry's failure, not the list's. */
  parse(entry: unknown): Listed
  /** `policy_settings.policy_type` of this policy. */
  policyType(listed: Listed): string
  policyName(listed: Listed): string
  /** Reads one listed policy to the last setting. Throws `AppError`: `sync.policy_unreadable`, `sync.incomplete`, `graph.*`. */
  readWhole(listed: Listed, graph: Graph): Promise<Whole>
  /** Ids of the definitions that naming this policy needs. */
  definitionIds(whole: Whole): Set<string>
  /** One row per value an administrator set. Pure; throws `AppError('sync.policy_unreadable')`. */
  flatten(whole: Whole, names: SettingNames, secrets: Fingerprint): SettingRow[]
}

/** HMAC of a secret's text with the deployment's key: tells "changed" without telling the value. */
export type Fingerprint = (secret: string) => string

/** Keeps `Whole` and `Listed` private to each record while the registry holds them side by side. */
export function definePolicyType<Whole, Listed extends ListedPolicy>(type: PolicyType<Whole, Listed>): PolicyType {
  return type
}
