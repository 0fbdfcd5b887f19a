import { assignmentsHash, parseAssignments } from '../../intune/assignments/assignments'
import type { AssignmentNames } from '../../intune/assignments/names'
import { contentHash } from '../../intune/policy-types/content-hash'
import { policyMetadata } from '../../intune/reading/policy-metadata'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import type { PolicyWithAssignments } from '../../intune/stored/full-policy'
import { packRaw } from '../../intune/reading/raw'
import type { PolicyDetails } from '../../intune/stored/policy-unit'

/** Collects what is stored besides the rows. When one assignment has an unknown form, all count as unreadable. */
export async function toPolicyDetails(
  type: PolicyType,
  { full, assignments }: PolicyWithAssignments,
  names: AssignmentNames,
): Promise<PolicyDetails> {
  const parsed = assignments === 'unreadable' ? undefined : parseAssignments(assignments)
  return {
    metadata: policyMetadata(full),
    contentHash: contentHash(type, full),
    raw: await packRaw(full),
    assignments: parsed ? await names.addNames(parsed) : 'unreadable',
    assignmentsHash: parsed ? assignmentsHash(parsed) : null,
  }
}
