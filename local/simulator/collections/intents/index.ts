import { assignmentsByPath } from '../../children/assignments'
import { settingsKind } from '../../data/exported-settings'
import { typeOf } from '../../data/typed'
import { settingsSize } from '../../graph/page'
import { configurationReaders } from '../../graph/permissions'
import { type JsonObject, objects } from '../../json'
import { uuid } from '../../seed'
import { defineCollection } from '../define-collection'
import type { Child } from '../record'
import { categories } from './categories'
import { intentLeaves } from './leaves'
import { random } from './random'
import { sample } from './sample'

const defaults: JsonObject = {
  description: '',
  displayName: '',
  isMigratingToConfigurationPolicy: false,
  lastModifiedDateTime: '2026-01-05T08:00:00Z',
  roleScopeTagIds: ['0'],
  templateId: '',
}

const properties: ReadonlySet<string> = new Set(['id', 'isAssigned', ...Object.keys(defaults)])

const settings: Child = {
  page: settingsSize,
  expand: { list: 'firstPage', item: 'whole' },
  stored: (setting, n, parentId) => ({
    '@odata.type': '#microsoft.graph.deviceManagementSettingInstance',
    id: uuid(parentId, 'setting', n),
    ...setting,
  }),
}

/** Legacy endpoint security. Values are JSON text; assignments have only their own path, no `$expand`. */
export const intents = defineCollection({
  path: 'deviceManagement/intents',
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  options: { top: { normal: 100, max: 1000 }, select: properties, count: false },
  defaults,
  knows: (property) => properties.has(property),
  adapt: usualNames,
  computed: (policy) => ({ isAssigned: policy.list('assignments').size > 0 }),
  children: { assignments: assignmentsByPath, settings, categories },
  isExport: (object) => typeOf(object) === 'deviceManagementIntent' || settingsKind(object) === 'values of an intent',
  leaves: (whole) => intentLeaves(objects(whole['settings'])),
  random,
  sample,
})

/** Export tools write `TemplateId`, and `settingsDelta` as in a create request. */
function usualNames(exported: JsonObject): JsonObject {
  const { TemplateId, settingsDelta, ...rest } = exported
  const json: JsonObject = { ...rest, settings: rest['settings'] ?? settingsDelta ?? [] }
  if ((rest['templateId'] ?? '') === '' && typeof TemplateId === 'string') json['templateId'] = TemplateId
  return json
}
