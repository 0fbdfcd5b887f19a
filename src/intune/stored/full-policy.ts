/**
 * A policy in one piece, exactly as Graph gave its parts: the entry's own properties, and under their names whatever
 * lies behind navigation properties (`settings`, `scheduledActionsForRule`), without its assignments. JSON, as stored in
 * `policies.raw`.
 */
export type FullPolicy = Readonly<Record<string, unknown>>

/** One policy read to its end. Assignments that could not be read are no reason to lose its settings. */
export interface PolicyWithAssignments {
  full: FullPolicy
  /** As Graph gave them; `unreadable`: those stored before stay, and the policy says so. */
  assignments: readonly unknown[] | 'unreadable'
}
