import { type Json, type JsonObject, isObject, objects } from '../json'
import { uuid } from '../seed'
import { complianceBase, complianceProperties } from './compliance-properties'
import type { CollectionName, Policy } from './policy'

const catalogProperties: Readonly<Record<string, Json>> = {
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

const typedDefaults: Readonly<Record<string, Json>> = {
  createdDateTime: '2026-01-05T08:00:00Z',
  description: '',
  displayName: '',
  lastModifiedDateTime: '2026-01-05T08:00:00Z',
  roleScopeTagIds: ['0'],
  version: 1,
}

/** The properties `$select` may name on a catalog policy. */
export const catalogSelectable = new Set([
  'id',
  'isAssigned',
  'settingCount',
  'disableEntraGroupPolicyAssignment',
  ...Object.keys(catalogProperties),
])

const navigation = new Set(['settings', 'assignments', 'scheduledActionsForRule'])

/** A policy made from JSON as exports have it. `dropped` names what Graph would not have had. */
export function storedPolicy(
  collection: CollectionName,
  json: JsonObject,
  fallbackId: string,
): { policy: Policy; dropped: string[] } {
  const id = typeof json['id'] === 'string' && json['id'] !== '' ? json['id'] : fallbackId
  return collection === 'configurationPolicies' ? catalogPolicy(json, id) : typedPolicy(json, id)
}

function catalogPolicy(json: JsonObject, id: string): { policy: Policy; dropped: string[] } {
  const settings = objects(json['settings']).map((setting, index) => ({
    id: String(index),
    settingInstance: isObject(setting['settingInstance']) ? setting['settingInstance'] : setting,
  }))
  const assignments = withIds(json['assignments'], id)
  const listed: JsonObject = { ...catalogProperties }
  for (const key of Object.keys(json)) if (catalogSelectable.has(key)) listed[key] = json[key]!
  if (!json['name'] && typeof json['displayName'] === 'string') listed['name'] = json['displayName']
  Object.assign(listed, { id, settingCount: settings.length, isAssigned: assignments.length > 0 })
  const dropped = Object.keys(json).filter(
    (key) => !catalogSelectable.has(key) && !navigation.has(key) && !plumbing(key),
  )
  if (json['settings@odata.nextLink']) dropped.push('settings@odata.nextLink (the export holds the first page only)')
  return { policy: fixed(listed, { settings, assignments, actions: [] }), dropped }
}

function typedPolicy(json: JsonObject, id: string): { policy: Policy; dropped: string[] } {
  const type = typeof json['@odata.type'] === 'string' ? json['@odata.type'].replace('#microsoft.graph.', '') : ''
  const known = complianceProperties(type)
  const dropped: string[] = []
  const listed: JsonObject = { ...typedDefaults }
  for (const key of Object.keys(json)) {
    if (navigation.has(key) || (plumbing(key) && key !== '@odata.type')) continue
    const exists =
      key === '@odata.type' || !known || known.has(key) || (complianceBase as readonly string[]).includes(key)
    if (exists) listed[key] = json[key]!
    else dropped.push(key)
  }
  listed['id'] = id
  const actions = objects(json['scheduledActionsForRule']).map((rule, r) => ({
    id: uuid(id, 'rule', r),
    ...rule,
    scheduledActionConfigurations: objects(rule['scheduledActionConfigurations']).map((action, a) => ({
      id: uuid(id, 'action', r, a),
      ...action,
    })),
  }))
  return { policy: fixed(listed, { settings: [], assignments: withIds(json['assignments'], id), actions }), dropped }
}

interface Nested {
  settings: JsonObject[]
  assignments: JsonObject[]
  actions: JsonObject[]
}

/** A policy whose every part is at hand. */
export function fixed(listed: JsonObject, { settings, assignments, actions }: Nested): Policy {
  return {
    id: String(listed['id']),
    listed: () => listed,
    assignments: () => assignments,
    scheduledActions: () => actions,
    settingCount: settings.length,
    settings: (from, to) => settings.slice(from, to),
  }
}

function withIds(assignments: Json | undefined, id: string): JsonObject[] {
  return objects(assignments).map((assignment, index) => ({
    id: `${id}_${uuid(id, 'assignment', index)}`,
    ...assignment,
  }))
}

/** Notes of the protocol and of exporting tools' OData readers, no properties of the policy. */
function plumbing(key: string): boolean {
  return key.includes('@odata.') || key.startsWith('#microsoft.graph.')
}
