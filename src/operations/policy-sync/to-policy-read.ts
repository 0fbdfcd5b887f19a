import { assignmentsHash, parseAssignments } from '../../intune/assignments/assignments'
import type { AssignmentNames } from '../../intune/assignments/names'
import { contentHash } from '../../intune/policy-types/content-hash'
import { policyFacts } from '../../intune/reading/facts'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import type { ReadPolicy } from '../../intune/stored/whole-policy'
import { packRaw } from '../../intune/reading/raw'
import type { PolicyRead } from '../../intune/stored/policy-unit'

/** What is kept of a policy beside its rows. Assignments of an unknown form count as unreadable, as a whole. */
export async function toPolicyRead(
  type: PolicyType,
  { whole, assignments }: ReadPolicy,
  names: AssignmentNames,
): Promise<PolicyRead> {
  const parsed = assignments === 'unreadable' ? undefined : parseAssignments(assignments)
  return {
    facts: policyFacts(whole),
    contentHash: contentHash(type, whole),
    raw: await packRaw(whole),
    assignments: parsed ? await names.name(parsed) : 'unreadable',
    assignmentsHash: parsed ? assignmentsHash(parsed) : null,
  }
}
