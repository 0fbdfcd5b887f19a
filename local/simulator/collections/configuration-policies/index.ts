import { assignmentsOfLists } from '../../children/assignments'
import { catalogSettings } from '../../children/catalog-settings'
import { settingsKind } from '../../data/exported-settings'
import { guids } from '../../data/ids'
import { settingLeaves } from '../../data/leaves/catalog'
import { typeOf } from '../../data/typed'
import { configurationReaders } from '../../graph/permissions'
import { type JsonObject, objects } from '../../json'
import type { Collection } from '../record'
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
export const configurationPolicies: Collection = {
  name: 'configurationPolicies',
  path: 'deviceManagement/configurationPolicies',
  versions: ['beta'],
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  missing: 400,
  ids: guids,
  options: { top: { normal: 25, max: 100 }, select: properties },
  defaults,
  knows: (property) => properties.has(property),
  adapt: (exported) =>
    !exported['name'] && typeof exported['displayName'] === 'string'
      ? { ...exported, name: exported['displayName'] }
      : exported,
  computed: (policy) => ({
    settingCount: policy.list('settings').size,
    isAssigned: policy.list('assignments').size > 0,
  }),
  children: { assignments: assignmentsOfLists, settings: catalogSettings('configurationSettings') },
  writes: ['create', 'update', 'delete', 'assign'],
  isExport: (object) =>
    typeOf(object) === 'deviceManagementConfigurationPolicy' || settingsKind(object) === 'settings catalog',
  leaves: (whole) => settingLeaves(objects(whole['settings'])),
  random,
  sample,
}
