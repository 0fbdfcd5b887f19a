import type { JsonObject } from '../json'
import type { Random } from '../seed'
import { filterIdOf, groupIdOf } from './directory'

/**
 * Creates assignments from texts: `all devices`, `all users`, the name of a group, `-` and a group for an exclusion; then
 * ` | ` and a filter, or ` | not ` and a filter. Throws for a group or filter that the demo tenant does not have.
 */
export function assignmentsOf(texts: readonly string[], policyId: string): JsonObject[] {
  return texts.map((text) => {
    const [who = '', filter = ''] = text.split(' | ')
    return { source: 'direct', sourceId: policyId, target: { ...whoOf(who), ...filterOf(filter) } }
  })
}

/** Makes assignments up for a policy that has none, the same for the same id; about one in five stays without. */
export function madeUpAssignments(dice: Random): string[] {
  const who = ['all devices', 'all users', 'SG-Intune-Ring-Pilot', 'SG-Intune-Ring-Broad', 'SG-Intune-Ring-IT', 'SG-Dept-Finance', 'SG-Dept-Sales', 'SG-Country-Germany'] // prettier-ignore
  if (dice.chance(0.2)) return []
  return [dice.pick(who), ...(dice.chance(0.3) ? ['-SG-Intune-Exclusions'] : [])]
}

function whoOf(who: string): JsonObject {
  if (who === 'all devices') return { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' }
  if (who === 'all users') return { '@odata.type': '#microsoft.graph.allLicensedUsersAssignmentTarget' }
  const excluded = who.startsWith('-')
  const type = excluded ? 'exclusionGroupAssignmentTarget' : 'groupAssignmentTarget'
  return { '@odata.type': `#microsoft.graph.${type}`, groupId: groupIdOf(excluded ? who.slice(1) : who) }
}

function filterOf(text: string): JsonObject {
  const name = text.replace(/^not /, '')
  const type = text === '' ? 'none' : name === text ? 'include' : 'exclude'
  return {
    deviceAndAppManagementAssignmentFilterId: text === '' ? null : filterIdOf(name),
    deviceAndAppManagementAssignmentFilterType: type,
  }
}
