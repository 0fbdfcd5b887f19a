import type { Json, JsonObject } from '../json'

/** What policies and assignments refer to, without what was deleted: groups, assignment filters, scope tags. */
export class Directory {
  readonly groups: Map<string, JsonObject>
  readonly filters: Map<string, JsonObject>
  readonly scopeTags: Map<string, JsonObject>

  constructor(
    groups: Iterable<JsonObject> = [],
    filters: Iterable<JsonObject> = [],
    scopeTags: Iterable<JsonObject> = [scopeTag('0', 'Default')],
  ) {
    this.groups = byId(groups)
    this.filters = byId(filters)
    this.scopeTags = byId(scopeTags)
  }
}

/** Creates a group as the directory returns it. */
export function group(id: string, displayName: string): JsonObject {
  return { id, displayName, description: null, groupTypes: [], mailEnabled: false, securityEnabled: true }
}

export function assignmentFilter(id: string, displayName: string, more: Record<string, Json> = {}): JsonObject {
  return {
    id,
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-01-05T08:00:00Z',
    displayName,
    description: '',
    platform: 'windows10AndLater',
    rule: '(device.deviceOwnership -eq "Corporate")',
    roleScopeTags: ['0'],
    assignmentFilterManagementType: 'devices',
    ...more,
  }
}

/** Creates a scope tag as Graph returns it; every tenant has the one with id 0. */
export function scopeTag(id: string, displayName: string, description = ''): JsonObject {
  return { id, displayName, description, isBuiltIn: id === '0', permissions: [] }
}

function byId(objects: Iterable<JsonObject>): Map<string, JsonObject> {
  return new Map([...objects].map((object) => [String(object['id']).toLowerCase(), object]))
}
