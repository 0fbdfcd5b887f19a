import { type Json, type JsonObject, isObject, objects } from '../json'
import { uuid } from '../seed'
import type { Policy } from './policy'

/** A policy made from JSON as exports have it. `dropped` names what Graph would not have had. */
export interface Stored {
  policy: Policy
  dropped: string[]
}

const navigation = new Set(['settings', 'settingsDelta', 'assignments', 'scheduledActionsForRule'])

/** The properties that a list shows: those of `json` over the defaults, without what `exists` does not know. */
export function listedOf(
  json: JsonObject,
  id: string,
  defaults: Readonly<Record<string, Json>>,
  exists: (key: string) => boolean,
): { listed: JsonObject; dropped: string[] } {
  const listed: JsonObject = { ...defaults }
  const dropped: string[] = []
  for (const key of Object.keys(json)) {
    if (navigation.has(key) || (plumbing(key) && key !== '@odata.type')) continue
    if (exists(key)) listed[key] = json[key]!
    else dropped.push(key)
  }
  return { listed: { ...listed, id }, dropped }
}

/** `settings` as the settings catalog numbers them; exports may hold the bare instances. */
export function catalogSettings(json: JsonObject): JsonObject[] {
  return objects(json['settings']).map((setting, index) => ({
    id: String(index),
    settingInstance: isObject(setting['settingInstance']) ? setting['settingInstance'] : setting,
  }))
}

/** What was cut off when the policy was exported. */
export function cutOff(json: JsonObject): string[] {
  return json['settings@odata.nextLink'] ? ['settings@odata.nextLink (the export holds the first page only)'] : []
}

export function storedAssignments(json: JsonObject, id: string): JsonObject[] {
  return objects(json['assignments']).map((assignment, index) => ({
    id: `${id}_${uuid(id, 'assignment', index)}`,
    ...assignment,
  }))
}

export function storedActions(json: JsonObject, id: string): JsonObject[] {
  return objects(json['scheduledActionsForRule']).map((rule, r) => ({
    id: uuid(id, 'rule', r),
    ...rule,
    scheduledActionConfigurations: objects(rule['scheduledActionConfigurations']).map((action, a) => ({
      id: uuid(id, 'action', r, a),
      ...action,
    })),
  }))
}

interface Nested {
  settings?: JsonObject[]
  assignments: JsonObject[]
  actions?: JsonObject[]
  perItem?: Record<string, JsonObject[]>
}

/** A policy whose every part is at hand. */
export function fixed(listed: JsonObject, { settings = [], assignments, actions = [], perItem = {} }: Nested): Policy {
  return {
    id: String(listed['id']),
    listed: () => listed,
    assignments: () => assignments,
    scheduledActions: () => actions,
    settingCount: settings.length,
    settings: (from, to) => settings.slice(from, to),
    perItem: () => perItem,
  }
}

/** Notes of the protocol and of exporting tools' OData readers, no properties of the policy. */
function plumbing(key: string): boolean {
  return key.includes('@odata.') || key.startsWith('#microsoft.graph.')
}
