import type { Assignment } from '../stored/policy-unit'
import { isObject, sha256, sortByBytes, stableJson, textOrNull as text, wellFormed } from '../../shared/text'

/** Our names of assignment targets, by Graph's type names. */
const targetKinds = new Map([
  ['groupAssignmentTarget', 'group'],
  ['exclusionGroupAssignmentTarget', 'exclusion'],
  ['allLicensedUsersAssignmentTarget', 'allUsers'],
  ['allDevicesAssignmentTarget', 'allDevices'],
])

/** Graph sends this id, or null, when there is no filter. */
const NO_FILTER = '00000000-0000-0000-0000-000000000000'

/**
 * Parses the assignments that Graph sent and sorts them by content; names are added later. Returns undefined when one of
 * them cannot be read: a shorter list would say that the policy is assigned to fewer groups.
 */
export function parseAssignments(sent: readonly unknown[]): Assignment[] | undefined {
  const parsed = sent.map(parseAssignment)
  const all = parsed.filter((one) => one !== undefined)
  if (all.length < sent.length) return undefined
  const countByKey = new Map<string, number>()
  return sortByBytes(all, (one) => stableJson({ ...one })).map((one) => {
    const nth = (countByKey.get(one.key) ?? 0) + 1
    countByKey.set(one.key, nth)
    return nth === 1 ? one : { ...one, key: `${one.key} #${nth}` }
  })
}

/** SHA-256 over the assignments, without the names of groups and filters. */
export function assignmentsHash(assignments: readonly Assignment[]): string {
  return sha256(stableJson(assignments.map((one) => ({ ...one, groupName: undefined, filterName: undefined }))))
}

function parseAssignment(sent: unknown): Assignment | undefined {
  const target = isObject(sent) ? sent['target'] : undefined
  const type = isObject(target) ? target['@odata.type'] : undefined
  if (!isObject(sent) || !isObject(target) || typeof type !== 'string') return undefined
  const name = type.replace(/^#microsoft\.graph\./, '')
  const targetKind = targetKinds.get(name) ?? wellFormed(name)
  const groupId = text(target['groupId']) ?? text(target['collectionId'])
  const intent = text(sent['intent'])
  const filterId = text(target['deviceAndAppManagementAssignmentFilterId'])
  const mode = target['deviceAndAppManagementAssignmentFilterType']
  const filtered = filterId !== null && filterId !== NO_FILTER && (mode === 'include' || mode === 'exclude')
  return {
    key: [targetKind, groupId, intent].filter((part) => part !== null).join(' '),
    targetKind,
    groupId,
    groupName: null,
    filterId: filtered ? filterId : null,
    filterName: null,
    filterMode: filtered ? mode : null,
    intent,
  }
}
