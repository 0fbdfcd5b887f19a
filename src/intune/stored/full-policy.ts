/**
 * A policy with everything that restoring it needs, exactly as Graph sent it: the properties of its list entry, and its
 * navigation properties (`settings`, `scheduledActionsForRule`) in full, without assignments. Stored in `policies.raw`.
 */
export type FullPolicy = Readonly<Record<string, unknown>>

/** One full policy and its assignments. A policy is synced also when only its assignments cannot be read. */
export interface PolicyWithAssignments {
  full: FullPolicy
  /** As Graph sent them. `unreadable`: the stored ones stay, and the policy's state says so. */
  assignments: readonly unknown[] | 'unreadable'
}
