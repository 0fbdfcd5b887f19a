import type { GraphId } from '../../shared/ids'
import type { SettingRow } from './setting-row'

/** One policy as it is written: its rows replace what was stored of it, and its item says so, in one transaction. */
export interface PolicyUnit {
  source: string
  /** As Graph gives it. */
  graphId: GraphId
  /** As `policy_settings` has it. */
  graphPolicyId: string
  policyName: string
  policyType: string
  rows: SettingRow[]
  /** What was read of the policy itself; null: only its rows are made anew from what is stored, and keep their age. */
  read: PolicyDetails | null
}

/** What a read of a policy brought beside its settings. */
export interface PolicyDetails {
  metadata: PolicyMetadata
  /** SHA-256 over what was set, independent of order and volatile properties. */
  contentHash: string
  /** The policy in one piece as JSON, gzip. */
  raw: Buffer
  /** `unreadable`: those stored before stay. */
  assignments: readonly Assignment[] | 'unreadable'
  /** SHA-256 over whom it is assigned to; null while unreadable. */
  assignmentsHash: string | null
}

/** What `policies` tells about a policy beside its name. Times are ISO 8601. */
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

/** Whom a policy is assigned to. */
export interface Assignment {
  /** Unique inside the policy: kind, group, intent. */
  key: string
  /** `group`, `exclusion`, `allUsers`, `allDevices`; any other target by Graph's own name of it. */
  targetKind: string
  groupId: string | null
  groupName: string | null
  filterId: string | null
  filterName: string | null
  filterMode: 'include' | 'exclude' | null
  intent: string | null
}
