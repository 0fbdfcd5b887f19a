import type { TypedProperty } from './typed-property'

/**
 * How to read the properties of a policy type. A set contains property names (at any depth), or paths of names joined by `/`
 * without indexes; `{type}:` before one limits it to policies of this Graph type.
 */
export interface TypedShape {
  /** Top-level properties that are not settings. */
  metadata: ReadonlySet<string>
  secret?: ReadonlySet<string>
  base64?: ReadonlySet<string>
  /** The label of a property that has no good name in the catalog; undefined for all others. */
  label?: (propertyPath: string) => string | undefined
}

/** Metadata of every typed policy. */
export const TYPED_METADATA: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'name',
  'description',
  'createdDateTime',
  'lastModifiedDateTime',
  'version',
  'roleScopeTagIds',
  'supportsScopeTags',
  'isAssigned',
  'assignments',
])

/** Whether a set of a shape contains this property. `type`: the policy's Graph type. */
export function isListed(
  listed: ReadonlySet<string> | undefined,
  { key, propertyPath }: TypedProperty,
  type: string | undefined,
): boolean {
  return listed !== undefined && (listed.has(key) || listed.has(propertyPath) || listed.has(`${type}:${propertyPath}`))
}
