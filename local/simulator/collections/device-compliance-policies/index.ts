import { assignments } from '../../children/assignments'
import { scheduledActions } from '../../children/scheduled-actions'
import { complianceProperties } from '../../data/compliance-properties'
import { actionLeaves } from '../../data/leaves/actions'
import { expanded } from '../../data/leaves/leaf'
import { typedLeaves } from '../../data/leaves/typed'
import { typedDefaults, typedMetadata, typeOf } from '../../data/typed'
import { configurationReaders } from '../../graph/permissions'
import { objects } from '../../json'
import { defineCollection } from '../define-collection'
import { random } from './random'
import { sample } from './sample'

/** The properties of every compliance policy; derived types have more. */
const properties: ReadonlySet<string> = new Set(['id', ...Object.keys(typedDefaults)])

/** Compliance as typed properties. Actions are a navigation property that `$expand` returns everywhere. */
export const deviceCompliancePolicies = defineCollection({
  path: 'deviceManagement/deviceCompliancePolicies',
  versions: ['beta', 'v1.0'],
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  options: { top: { normal: 100, max: 1000 }, select: properties },
  defaults: typedDefaults,
  knows(property, object) {
    const own = complianceProperties(typeOf(object))
    return property === '@odata.type' || !own || own.has(property) || properties.has(property)
  },
  children: { assignments, scheduledActionsForRule: scheduledActions },
  isExport: (object) => /(?<!^deviceManagement)CompliancePolicy$/.test(typeOf(object)),
  *leaves(whole) {
    yield* typedLeaves(whole, typedMetadata)
    yield* expanded(actionLeaves(objects(whole['scheduledActionsForRule'])))
  },
  random,
  sample,
})
