import type { JsonObject } from '../json'
import { type Random, random, uuid } from '../seed'
import { filterCount, filterId, groupCount, groupId } from './directory'

/**
 * Creates the assignments of a policy, some with exclusions and filters, few by a policy set or for
 * devices of Configuration Manager; about one in four policies has none.
 */
export function assignments(collection: string, seed: number, n: number, policyId: string): JsonObject[] {
  const dice = random('assignments', collection, seed, n)
  if (dice.chance(0.25)) return []
  const rare = random('rare assignments', collection, seed, n)
  const bySet = rare.chance(0.06)
  const targets = [...targetsOf(dice), ...(collection === 'catalog' && rare.chance(0.05) ? [devicesOfConfigMgr()] : [])]
  return targets.map((target, i) => ({
    id: `${policyId}_${uuid(policyId, i)}`,
    source: bySet ? 'policySets' : 'direct',
    sourceId: bySet ? uuid('policy set', seed, n) : policyId,
    target,
  }))
}

/** A collection of Configuration Manager, whose devices are attached to the tenant. */
function devicesOfConfigMgr(): JsonObject {
  return {
    '@odata.type': '#microsoft.graph.configurationManagerCollectionAssignmentTarget',
    deviceAndAppManagementAssignmentFilterId: null,
    deviceAndAppManagementAssignmentFilterType: 'none',
    collectionId: 'SMS00001',
  }
}

function targetsOf(dice: Random): JsonObject[] {
  const roll = dice.next()
  if (roll < 0.15) return [target('allDevices', dice), target('allLicensedUsers', dice)]
  const targets = [
    roll < 0.3 ? target('allDevices', dice) : roll < 0.45 ? target('allLicensedUsers', dice) : group(dice),
  ]
  if (dice.chance(0.3)) targets.push(group(dice))
  if (dice.chance(0.3)) targets.push(exclusion(dice))
  return targets.filter(({ groupId: id }, i) => targets.findIndex((one) => one['groupId'] === id) === i)
}

function target(kind: string, dice: Random): JsonObject {
  const filtered = dice.chance(0.3)
  return {
    '@odata.type': `#microsoft.graph.${kind}AssignmentTarget`,
    deviceAndAppManagementAssignmentFilterId: filtered ? filterId(dice.int(filterCount)) : null,
    deviceAndAppManagementAssignmentFilterType: filtered ? dice.pick(['include', 'exclude']) : 'none',
  }
}

function group(dice: Random): JsonObject {
  return { ...target('group', dice), groupId: groupId(dice.int(groupCount)) }
}

/** Exclusions have no filters. */
function exclusion(dice: Random): JsonObject {
  return {
    '@odata.type': '#microsoft.graph.exclusionGroupAssignmentTarget',
    deviceAndAppManagementAssignmentFilterId: null,
    deviceAndAppManagementAssignmentFilterType: 'none',
    groupId: groupId(dice.int(groupCount)),
  }
}
