import type { JsonObject } from '../json'
import { type Random, random, uuid } from '../seed'

/** Whom a policy is assigned to; about one in four to nobody. */
export function assignments(collection: string, seed: number, n: number, policyId: string): JsonObject[] {
  const dice = random('assignments', collection, seed, n)
  if (dice.chance(0.25)) return []
  const targets = [dice.chance(0.3) ? target('allDevices') : target('group', dice)]
  if (dice.chance(0.3)) targets.push(target('exclusionGroup', dice))
  return targets.map((one, i) => ({
    id: `${policyId}_${uuid(policyId, i)}`,
    source: 'direct',
    sourceId: policyId,
    target: one,
  }))
}

function target(kind: string, dice?: Random): JsonObject {
  return {
    '@odata.type': `#microsoft.graph.${kind}AssignmentTarget`,
    deviceAndAppManagementAssignmentFilterId: null,
    deviceAndAppManagementAssignmentFilterType: 'none',
    ...(dice && { groupId: uuid('group', dice.int(50)) }),
  }
}
