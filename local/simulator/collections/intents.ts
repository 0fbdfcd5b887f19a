import { intentLeaves } from '../data/leaves/intent'
import { cutOff, toPolicy, listedOf, storedAssignments } from '../data/stored-policy'
import * as expandable from '../graph/expandables'
import * as part from '../graph/parts'
import { configurationReaders } from '../graph/permissions'
import { type Json, type JsonObject, objects } from '../json'
import { uuid } from '../seed'
import type { Collection } from './collection'

const defaults: Readonly<Record<string, Json>> = {
  description: '',
  displayName: '',
  isMigratingToConfigurationPolicy: false,
  lastModifiedDateTime: '2026-01-05T08:00:00Z',
  roleScopeTagIds: ['0'],
  templateId: '',
}

const selectable = new Set(['id', 'isAssigned', ...Object.keys(defaults)])

/** Legacy endpoint security. Values are JSON text; assignments have only their own path, no `$expand`. */
export const intents: Collection = {
  name: 'intents',
  versions: ['beta'],
  permissions: configurationReaders,
  pageSize: { normal: 100, max: 1000 },
  missing: 404,
  selectable,
  expand: { list: { settings: expandable.firstPageOfSettings('intents') }, item: { settings: expandable.settings } },
  parts: { assignments: part.assignments, settings: part.settings },
  stored(json, id) {
    const settings = objects(json['settings'] ?? json['settingsDelta']).map((setting, n) => ({
      '@odata.type': '#microsoft.graph.deviceManagementSettingInstance',
      id: uuid(id, 'setting', n),
      ...setting,
    }))
    const assignments = storedAssignments(json, id)
    const { TemplateId: templateId, ...rest } = json // spelling of one export tool
    const { listed, dropped } = listedOf(rest, id, defaults, (key) => selectable.has(key))
    if (listed['templateId'] === '' && typeof templateId === 'string') listed['templateId'] = templateId
    listed['isAssigned'] = assignments.length > 0
    return { policy: toPolicy(listed, { settings, assignments }), dropped: [...dropped, ...cutOff(json)] }
  },
  nested: (policy) => ({ settings: policy.settings(0, policy.settingCount) }),
  leaves: (whole: JsonObject) => intentLeaves(objects(whole['settings'])),
}
