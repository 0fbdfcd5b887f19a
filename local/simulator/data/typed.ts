import type { JsonObject } from '../json'

/** The defaults of typed policies in Graph. */
export const typedDefaults: JsonObject = {
  createdDateTime: '2026-01-05T08:00:00Z',
  description: '',
  displayName: '',
  lastModifiedDateTime: '2026-01-05T08:00:00Z',
  roleScopeTagIds: ['0'],
  version: 1,
}

/** Properties of a whole typed policy that are no settings, or are handled separately. */
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

/** Returns the type, e.g. `windows10CompliancePolicy`; empty for an object without one. */
export function typeOf(json: JsonObject): string {
  const type = json['@odata.type']
  return typeof type === 'string' ? type.replace('#microsoft.graph.', '') : ''
}
