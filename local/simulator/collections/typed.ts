import type { Json, JsonObject } from '../json'

/** What Graph gives every typed policy that does not say otherwise. */
export const typedDefaults: Readonly<Record<string, Json>> = {
  createdDateTime: '2026-01-05T08:00:00Z',
  description: '',
  displayName: '',
  lastModifiedDateTime: '2026-01-05T08:00:00Z',
  roleScopeTagIds: ['0'],
  version: 1,
}

/** Properties of a typed policy in one piece that are no settings, and those taken apart in a way of their own. */
export const typedMetadata: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'description',
  'createdDateTime',
  'lastModifiedDateTime',
  'roleScopeTagIds',
  'version',
  'assignments',
  'scheduledActionsForRule',
  'isAssigned',
  'supportsScopeTags',
])

/** `windows10CompliancePolicy`; empty for an object without a type. */
export function typeOf(json: JsonObject): string {
  const type = json['@odata.type']
  return typeof type === 'string' ? type.replace('#microsoft.graph.', '') : ''
}
