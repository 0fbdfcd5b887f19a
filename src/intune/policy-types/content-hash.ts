import { isObject, sha256, sortByBytes, stableJson } from '../../shared/text'
import type { PolicyType } from './policy-type'
import type { FullPolicy } from '../stored/full-policy'

/** What makes an object one of a list of settings, whose order Graph changes at will; elsewhere order is data. */
const settingsOwn = ['settingDefinitionId', 'settingInstance', 'definitionId']

/**
 * SHA-256 over what was set in a policy and how it is called: the same for every order in which Graph gives it, without
 * its id, its volatile properties, and the notes of the protocol (which Graph drops after an update).
 */
export function contentHash(type: Pick<PolicyType, 'volatile' | 'comparable'>, full: FullPolicy): string {
  const comparable = type.comparable?.(full) ?? full
  const kept = Object.entries(comparable).filter(([key]) => key !== 'id' && !type.volatile.has(key))
  return sha256(stableJson({ ...withoutOrder(Object.fromEntries(kept), 0), type: full['@odata.type'] ?? null }))
}

function withoutOrder(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  const kept = Object.entries(object).filter(([key, value]) => !isNote(key, value))
  return Object.fromEntries(kept.map(([key, value]) => [key, inner(key, value, depth + 1)]))
}

/**
 * Whether this only says what the value shows as well, so that Graph may leave it out. Of a typed property the type can be
 * all that was chosen: it stays.
 */
function isNote(key: string, value: unknown): boolean {
  if (key === '@odata.type') return String(value).startsWith('#microsoft.graph.deviceManagement')
  return key.includes('@odata.') || key === 'auditRuleInformation'
}

function inner(key: string, value: unknown, depth: number): unknown {
  if (depth > 1000) return null // flattening has refused such a policy
  if (isObject(value)) return withoutOrder(value, depth)
  if (!Array.isArray(value)) return value
  const unordered = key === 'roleScopeTagIds' || value.some(isSetting)
  const list = value.map((element) =>
    inner('', isSetting(element) ? { ...element, id: undefined } : element, depth + 1),
  )
  return unordered ? sortByBytes(list, (element) => stableJson(element)) : list
}

/** A setting's own id is its number in the list. */
function isSetting(element: unknown): element is Record<string, unknown> {
  return isObject(element) && settingsOwn.some((property) => property in element)
}
