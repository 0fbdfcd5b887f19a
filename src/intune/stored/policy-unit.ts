import type { GraphId } from '../../shared/ids'
import type { SettingRow } from './setting-row'

/** One policy to write in one transaction, together with its run item. Its rows replace the stored ones. */
export interface PolicyUnit {
  source: string
  /** Graph's id. */
  graphId: GraphId
  /** `policy_settings.graph_policy_id`. */
  graphPolicyId: string
  policyName: string
  policyType: string
  rows: SettingRow[]
  /** Null: only the rows are made again, from the stored policy, and keep the time of its last read. */
  details: PolicyDetails | null
}

/** What is stored about a policy besides its settings. */
export interface PolicyDetails {
  metadata: PolicyMetadata
  /** SHA-256 over the settings, independent of order and volatile properties. */
  contentHash: string
  /** The full policy as JSON, gzip. */
  raw: Buffer
  /** `unreadable`: the stored ones stay. */
  assignments: readonly Assignment[] | 'unreadable'
  /** SHA-256 over the assignments; null when unreadable. */
  assignmentsHash: string | null
}

/** Columns of `policies` that Graph's properties fill. Times are ISO 8601. */
export interface PolicyMetadata {
  odataType: string | null
  description: string | null
  platforms: string | null
  technologies: string | null
  templateId: string | null
  templateFamily: string | null
  templateVersion: string | null
  scopeTagIds: readonly string[]
  createdAt: string | null
  modifiedAt: string | null
}

/** One assignment of a policy to a group, all users or all devices. */
export interface Assignment {
  /** Unique inside the policy: kind, group, intent. */
  key: string
  /** `group`, `exclusion`, `allUsers`, `allDevices`, or Graph's name of any other target. */
  targetKind: string
  groupId: string | null
  groupName: string | null
  filterId: string | null
  filterName: string | null
  filterMode: 'include' | 'exclude' | null
  intent: string | null
}
