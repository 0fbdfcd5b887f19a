import type { Json, JsonObject } from '../json'

/** The groups and assignment filters that assignments refer to, without deleted ones. */
export class Directory {
  readonly groups: Map<string, JsonObject>
  readonly filters: Map<string, JsonObject>

  constructor(groups: Iterable<JsonObject> = [], filters: Iterable<JsonObject> = []) {
    this.groups = byId(groups)
    this.filters = byId(filters)
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

function byId(objects: Iterable<JsonObject>): Map<string, JsonObject> {
  return new Map([...objects].map((object) => [String(object['id']).toLowerCase(), object]))
}
