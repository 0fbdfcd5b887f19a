import { assignments } from '../../children/assignments'
import { scheduledActions } from '../../children/scheduled-actions'
import { complianceProperties } from '../../data/compliance-properties'
import { guids } from '../../data/ids'
import { actionLeaves } from '../../data/leaves/actions'
import { expanded } from '../../data/leaves/leaf'
import { typedLeaves } from '../../data/leaves/typed'
import { typedDefaults, typedMetadata, typeOf } from '../../data/typed'
import { configurationReaders } from '../../graph/permissions'
import { objects } from '../../json'
import type { Collection } from '../record'
import { random } from './random'
import { sample } from './sample'

/** The properties of every compliance policy; derived types have more. */
const properties: ReadonlySet<string> = new Set(['id', ...Object.keys(typedDefaults)])

/** Compliance as typed properties. Actions are a navigation property that `$expand` returns everywhere. */
export const deviceCompliancePolicies: Collection = {
  name: 'deviceCompliancePolicies',
  path: 'deviceManagement/deviceCompliancePolicies',
  versions: ['beta', 'v1.0'],
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  missing: 404,
  ids: guids,
  options: { top: { normal: 100, max: 1000 }, select: properties },
  defaults: typedDefaults,
  knows(property, object) {
    const own = complianceProperties(typeOf(object))
    return property === '@odata.type' || !own || own.has(property) || properties.has(property)
  },
  children: { assignments, scheduledActionsForRule: scheduledActions },
  writes: ['create', 'update', 'delete', 'assign'],
  isExport: (object) => /(?<!^deviceManagement)CompliancePolicy$/.test(typeOf(object)),
  *leaves(whole) {
    yield* typedLeaves(whole, typedMetadata)
    yield* expanded(actionLeaves(objects(whole['scheduledActionsForRule'])))
  },
  random,
  sample,
}
