import { assignmentsOfLists } from '../../children/assignments'
import { catalogSettings, countsOfCatalog, listedInCatalog } from '../../children/catalog-settings'
import { settingsKind } from '../../data/exported-settings'
import { settingLeaves } from '../../data/leaves/catalog'
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
  platforms: 'none',
  priorityMetaData: null,
  roleScopeTagIds: ['0'],
  technologies: 'mdm',
  templateReference: {
    templateId: '',
    templateFamily: 'none',
    templateDisplayName: null,
    templateDisplayVersion: null,
  },
}

const properties: ReadonlySet<string> = new Set([
  'id',
  'isAssigned',
  'settingCount',
  'disableEntraGroupPolicyAssignment',
  ...Object.keys(defaults),
])

/** The settings catalog. Settings are a navigation property, 25 per page; only the list expands assignments. */
export const configurationPolicies = defineCollection({
  path: 'deviceManagement/configurationPolicies',
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  missing: 400,
  options: { top: { normal: 25, max: 100 }, select: properties },
  defaults,
  knows: (property) => properties.has(property),
  adapt: (exported) =>
    !exported['name'] && typeof exported['displayName'] === 'string'
      ? { ...exported, name: exported['displayName'] }
      : exported,
  computed: countsOfCatalog,
  listed: listedInCatalog,
  children: { assignments: assignmentsOfLists, settings: catalogSettings('configurationSettings') },
  isExport: (object) =>
    typeOf(object) === 'deviceManagementConfigurationPolicy' || settingsKind(object) === 'settings catalog',
  leaves: (whole) => settingLeaves(objects(whole['settings'])),
  random,
  sample,
})
