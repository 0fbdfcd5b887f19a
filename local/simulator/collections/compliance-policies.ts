import { actionLeaves } from '../data/leaves/actions'
import { settingLeaves } from '../data/leaves/catalog'
import { expanded } from '../data/leaves/leaf'
import { catalogSettings, cutOff, toPolicy, listedOf, storedActions, storedAssignments } from '../data/stored-policy'
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
  platforms: 'linux',
  roleScopeTagIds: ['0'],
  technologies: 'linuxMdm',
}

const selectable = new Set(['id', 'isAssigned', 'settingCount', ...Object.keys(defaults)])

/** Compliance in the settings catalog (Linux). `$expand` on a policy never returns its actions. */
export const compliancePolicies: Collection = {
  name: 'compliancePolicies',
  versions: ['beta'],
  permissions: configurationReaders,
  pageSize: { normal: 25, max: 100 },
  missing: 400,
  selectable,
  expand: {
    list: {
      assignments: expandable.assignments,
      settings: expandable.firstPageOfSettings('compliancePolicies'),
      scheduledActionsForRule: expandable.hiddenActions,
    },
    item: {
      assignments: expandable.hidden('assignments'),
      settings: expandable.settings,
      scheduledActionsForRule: expandable.hiddenActions,
    },
  },
  parts: {
    assignments: part.assignments,
    settings: part.catalogSettings('complianceSettings'),
    scheduledActionsForRule: part.scheduledActions,
  },
  stored(json, id) {
    const settings = catalogSettings(json)
    const assignments = storedAssignments(json, id)
    // bodies of create requests also have a displayName, which Graph does not store
    const { displayName, ...rest } = json
    const { listed, dropped } = listedOf(rest, id, defaults, (key) => selectable.has(key))
    if (listed['name'] === '' && typeof displayName === 'string') listed['name'] = displayName
    else if (displayName !== undefined) dropped.push('displayName')
    Object.assign(listed, { settingCount: settings.length, isAssigned: assignments.length > 0 })
    const policy = toPolicy(listed, { settings, assignments, actions: storedActions(json, id) })
    return { policy, dropped: [...dropped, ...cutOff(json)] }
  },
  nested: (policy) => ({
    settings: policy.settings(0, policy.settingCount),
    scheduledActionsForRule: policy.scheduledActions(),
  }),
  *leaves(whole) {
    yield* settingLeaves(objects(whole['settings']))
    yield* expanded(actionLeaves(objects(whole['scheduledActionsForRule'])))
  },
}
