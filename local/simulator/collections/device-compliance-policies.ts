import { complianceBase, complianceProperties } from '../data/compliance-properties'
import { actionLeaves } from '../data/leaves/actions'
import { expanded } from '../data/leaves/leaf'
import { typedLeaves } from '../data/leaves/typed'
import { toPolicy, listedOf, storedActions, storedAssignments } from '../data/stored-policy'
import * as expandable from '../graph/expandables'
import * as part from '../graph/parts'
import { configurationReaders } from '../graph/permissions'
import { objects } from '../json'
import type { Collection, Expandables } from './collection'
import { typedDefaults, typedMetadata, typeOf } from './typed'

const expandables: Expandables = {
  assignments: expandable.assignments,
  scheduledActionsForRule: expandable.actions,
}

/** Compliance as typed properties. Actions are a navigation property that `$expand` returns everywhere. */
export const deviceCompliancePolicies: Collection = {
  name: 'deviceCompliancePolicies',
  versions: ['beta', 'v1.0'],
  permissions: configurationReaders,
  pageSize: { normal: 100, max: 1000 },
  missing: 404,
  selectable: new Set(complianceBase),
  expand: { list: expandables, item: expandables },
  parts: { assignments: part.assignments, scheduledActionsForRule: part.scheduledActions },
  stored(json, id) {
    const known = complianceProperties(typeOf(json))
    const exists = (key: string) =>
      key === '@odata.type' || !known || known.has(key) || (complianceBase as readonly string[]).includes(key)
    const { listed, dropped } = listedOf(json, id, typedDefaults, exists)
    const nested = { assignments: storedAssignments(json, id), actions: storedActions(json, id) }
    return { policy: toPolicy(listed, nested), dropped }
  },
  nested: (policy) => ({ scheduledActionsForRule: policy.scheduledActions() }),
  *leaves(whole) {
    yield* typedLeaves(whole, typedMetadata)
    yield* expanded(actionLeaves(objects(whole['scheduledActionsForRule'])))
  },
}
