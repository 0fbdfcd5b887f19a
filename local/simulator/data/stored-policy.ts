import { type Json, type JsonObject, isObject, objects } from '../json'
import { uuid } from '../seed'
import type { Policy } from './policy'

/** A policy from exported JSON; `dropped` names properties that Graph does not have. */
export interface Stored {
  policy: Policy
  dropped: string[]
}

const navigation = new Set(['settings', 'settingsDelta', 'assignments', 'scheduledActionsForRule'])

/** Returns the properties in a list: the defaults, overridden by the properties of `json` that `exists` accepts. */
export function listedOf(
  json: JsonObject,
  id: string,
  defaults: Readonly<Record<string, Json>>,
  exists: (key: string) => boolean,
): { listed: JsonObject; dropped: string[] } {
  const listed: JsonObject = { ...defaults }
  const dropped: string[] = []
  for (const key of Object.keys(json)) {
    if (navigation.has(key) || (isAnnotation(key) && key !== '@odata.type')) continue
    if (exists(key)) listed[key] = json[key]!
    else dropped.push(key)
  }
  return { listed: { ...listed, id }, dropped }
}

/** Returns `settings` with ids; exports may contain only the instances. */
export function catalogSettings(json: JsonObject): JsonObject[] {
  return objects(json['settings']).map((setting, index) => ({
    id: String(index),
    settingInstance: isObject(setting['settingInstance']) ? setting['settingInstance'] : setting,
  }))
}

/** Returns a message when the export has only the first page of settings. */
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

interface Parts {
  settings?: JsonObject[]
  assignments: JsonObject[]
  actions?: JsonObject[]
  perItem?: Record<string, JsonObject[]>
}

/** Creates a policy from parts in memory. */
export function toPolicy(json: JsonObject, { settings = [], assignments, actions = [], perItem = {} }: Parts): Policy {
  return {
    id: String(json['id']),
    listed: () => json,
    assignments: () => assignments,
    scheduledActions: () => actions,
    settingCount: settings.length,
    settings: (from, to) => settings.slice(from, to),
    perItem: () => perItem,
  }
}

/** Returns true for OData annotations and notes of export tools, which are no properties of a policy. */
function isAnnotation(key: string): boolean {
  return key.includes('@odata.') || key.startsWith('#microsoft.graph.')
}
