import { isObject, sha256, sortByBytes, stableJson } from '../settings/text'
import type { PolicyType, WholePolicy } from './policy-type'

/** Lists whose order Graph changes at will, by the property that holds them. */
const unordered = new Set(['settings', 'children', 'roleScopeTagIds'])

/**
 * SHA-256 over what was set in a policy and how it is called: the same for every order in which Graph gives it, without
 * its id, its volatile properties, and the notes of the protocol (which Graph drops after an update).
 */
export function contentHash(type: Pick<PolicyType, 'volatile' | 'comparable'>, whole: WholePolicy): string {
  const comparable = type.comparable?.(whole) ?? whole
  const kept = Object.entries(comparable).filter(([key]) => key !== 'id' && !type.volatile.has(key))
  return sha256(stableJson({ ...withoutOrder(Object.fromEntries(kept), 0), type: whole['@odata.type'] ?? null }))
}

function withoutOrder(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  const kept = Object.entries(object).filter(([key]) => !key.includes('@odata.') && key !== 'auditRuleInformation')
  return Object.fromEntries(kept.map(([key, value]) => [key, inner(key, value, depth + 1)]))
}

function inner(key: string, value: unknown, depth: number): unknown {
  if (depth > 1000) return null // flattening has refused such a policy
  if (isObject(value)) return withoutOrder(value, depth)
  if (!Array.isArray(value)) return value
  const list = value.map((element) => inner('', key === 'settings' ? withoutId(element) : element, depth + 1))
  return unordered.has(key) ? sortByBytes(list, (element) => stableJson(element)) : list
}

/** A setting's own id is its number in the list. */
function withoutId(setting: unknown): unknown {
  return isObject(setting) ? { ...setting, id: undefined } : setting
}
