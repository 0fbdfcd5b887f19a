import { assignmentsOfLists } from '../../children/assignments'
import { catalogSettings, countsOfCatalog, listedInCatalog } from '../../children/catalog-settings'
import { scheduledActionsByPath } from '../../children/scheduled-actions'
import { settingsKind } from '../../data/exported-settings'
import { actionLeaves } from '../../data/leaves/actions'
import { settingLeaves } from '../../data/leaves/catalog'
import { expanded } from '../../data/leaves/leaf'
import { typeOf } from '../../data/typed'
import { configurationReaders } from '../../graph/permissions'
import { type JsonObject, objects } from '../../json'
import { defineCollection } from '../define-collection'
import { random } from './random'
import { sample } from './sample'

const defaults: JsonObject = {
  createdDateTime: '2026-01-05T08:00:00Z',
  creationSource: null,
  description: '',
  lastModifiedDateTime: '2026-01-05T08:00:00Z',
  name: '',
  platforms: 'linux',
  roleScopeTagIds: ['0'],
  technologies: 'linuxMdm',
}

const properties: ReadonlySet<string> = new Set(['id', 'isAssigned', 'settingCount', ...Object.keys(defaults)])

/** Compliance in the settings catalog (Linux). `$expand` on a policy never returns its actions. */
export const compliancePolicies = defineCollection({
  path: 'deviceManagement/compliancePolicies',
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  missing: 400,
  options: { top: { normal: 25, max: 100 }, select: properties },
  defaults,
  knows: (property) => properties.has(property),
  adapt: named,
  computed: countsOfCatalog,
  listed: listedInCatalog,
  children: {
    assignments: assignmentsOfLists,
    settings: catalogSettings('complianceSettings'),
    scheduledActionsForRule: scheduledActionsByPath,
  },
  isExport: (object) =>
    typeOf(object) === 'deviceManagementCompliancePolicy' || settingsKind(object) === 'linux compliance',
  *leaves(whole) {
    yield* settingLeaves(objects(whole['settings']))
    yield* expanded(actionLeaves(objects(whole['scheduledActionsForRule'])))
  },
  random,
  sample,
})

/** Bodies of create requests have a displayName instead of a name. */
function named(exported: JsonObject): JsonObject {
  const { displayName, ...rest } = exported
  return (rest['name'] ?? '') === '' && typeof displayName === 'string' ? { ...rest, name: displayName } : exported
}
