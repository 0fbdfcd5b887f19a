import { settingLeaves } from '../data/leaves/catalog'
import { catalogSettings, cutOff, toPolicy, listedOf, storedAssignments } from '../data/stored-policy'
import * as expandable from '../graph/expandables'
import * as part from '../graph/parts'
import { configurationReaders } from '../graph/permissions'
import { type Json, objects } from '../json'
import type { Collection } from './collection'

const defaults: Readonly<Record<string, Json>> = {
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

const selectable = new Set([
  'id',
  'isAssigned',
  'settingCount',
  'disableEntraGroupPolicyAssignment',
  ...Object.keys(defaults),
])

/** The settings catalog. Settings are a navigation property, 25 per page; only the list expands assignments. */
export const configurationPolicies: Collection = {
  name: 'configurationPolicies',
  versions: ['beta'],
  permissions: configurationReaders,
  pageSize: { normal: 25, max: 100 },
  missing: 400,
  selectable,
  expand: {
    list: { assignments: expandable.assignments, settings: expandable.firstPageOfSettings('configurationPolicies') },
    item: { assignments: expandable.hidden('assignments'), settings: expandable.settings },
  },
  parts: { assignments: part.assignments, settings: part.catalogSettings('configurationSettings') },
  stored(json, id) {
    const settings = catalogSettings(json)
    const assignments = storedAssignments(json, id)
    const { listed, dropped } = listedOf(json, id, defaults, (key) => selectable.has(key))
    if (!json['name'] && typeof json['displayName'] === 'string') listed['name'] = json['displayName']
    Object.assign(listed, { settingCount: settings.length, isAssigned: assignments.length > 0 })
    return { policy: toPolicy(listed, { settings, assignments }), dropped: [...dropped, ...cutOff(json)] }
  },
  nested: (policy) => ({ settings: policy.settings(0, policy.settingCount) }),
  leaves: (whole) => settingLeaves(objects(whole['settings'])),
}
