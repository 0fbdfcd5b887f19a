import { isObject, sha256, sortByBytes, stableJson } from '../../shared/text'
import type { PolicyType } from './policy-type'
import type { FullPolicy } from '../stored/full-policy'

/** Properties of an entry in a list of settings. Graph changes the order of such lists; in other lists order is data. */
const settingMarkers = ['settingDefinitionId', 'settingInstance', 'definitionId']

/**
 * SHA-256 over a policy's settings and name. It does not depend on Graph's order, and leaves out the id, the volatile
 * properties and protocol metadata (which Graph drops after an update).
 */
export function contentHash(type: Pick<PolicyType, 'volatile' | 'comparable'>, full: FullPolicy): string {
  const comparable = type.comparable?.(full) ?? full
  const entries = Object.entries(comparable).filter(([key]) => key !== 'id' && !type.volatile.has(key))
  return sha256(stableJson({ ...withoutOrder(Object.fromEntries(entries), 0), type: full['@odata.type'] ?? null }))
}

function withoutOrder(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  const entries = Object.entries(object).filter(([key, value]) => !isProtocolMetadata(key, value))
  return Object.fromEntries(entries.map(([key, value]) => [key, normalise(key, value, depth + 1)]))
}

/**
 * Whether a property repeats what the value shows, so Graph may leave it out. The type of a typed property is not one: it
 * can be all that an administrator chose.
 */
function isProtocolMetadata(key: string, value: unknown): boolean {
  if (key === '@odata.type') return String(value).startsWith('#microsoft.graph.deviceManagement')
  return key.includes('@odata.') || key === 'auditRuleInformation'
}

function normalise(key: string, value: unknown, depth: number): unknown {
  if (depth > 1000) return null // flattening refuses such a policy
  if (isObject(value)) return withoutOrder(value, depth)
  if (!Array.isArray(value)) return value
  const unordered = key === 'roleScopeTagIds' || value.some(isSetting)
  const list = value.map((element) =>
    normalise('', isSetting(element) ? { ...element, id: undefined } : element, depth + 1),
  )
  return unordered ? sortByBytes(list, (element) => stableJson(element)) : list
}

/** Whether an element is a setting; its `id` is only its number in the list. */
function isSetting(element: unknown): element is Record<string, unknown> {
  return isObject(element) && settingMarkers.some((property) => property in element)
}
