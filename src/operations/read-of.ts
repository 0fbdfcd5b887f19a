import { assignmentsHash, parseAssignments } from '../policies/assignments'
import type { AssignmentNames } from '../policies/assignment-names'
import { contentHash } from '../policies/content-hash'
import { factsOf } from '../policies/facts'
import type { PolicyType, ReadPolicy } from '../policies/policy-type'
import { packRaw } from '../policies/raw'
import type { PolicyRead } from '../settings/policy-unit'

/** What is kept of a policy beside its rows. Assignments of an unknown form count as unreadable, as a whole. */
export async function readOf(
  type: PolicyType,
  { whole, assignments }: ReadPolicy,
  names: AssignmentNames,
): Promise<PolicyRead> {
  const parsed = assignments === 'unreadable' ? undefined : parseAssignments(assignments)
  return {
    facts: factsOf(whole),
    contentHash: contentHash(type, whole),
    raw: await packRaw(whole),
    assignments: parsed ? await names.name(parsed) : 'unreadable',
    assignmentsHash: parsed ? assignmentsHash(parsed) : null,
  }
}
