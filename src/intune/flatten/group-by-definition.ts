import { unreadable } from './catalog-values'
import { isObject, sortByBytes, stableJson } from '../../shared/text'

type InstanceJson = Record<string, unknown>

/**
 * Groups setting instances by their definition id. Graph promises one instance per definition below a parent; if there are
 * more, they are sorted by content, so that the order does not depend on Graph. Throws `sync.policy_unreadable` for `parentId`.
 */
export function groupByDefinition(instances: unknown[], parentId: string): Map<string, InstanceJson[]> {
  const byId = new Map<string, InstanceJson[]>()
  for (const instance of instances) {
    const id: unknown = isObject(instance) ? instance['settingDefinitionId'] : undefined
    if (!isObject(instance) || typeof id !== 'string' || id === '')
      throw unreadable(parentId, 'a setting without definition id')
    const same = byId.get(id)
    if (same) same.push(instance)
    else byId.set(id, [instance])
  }
  for (const same of byId.values())
    if (same.length > 1) sortByBytes(same, (instance) => stableJson(withSortedChildren(instance)))
  return byId
}

function withSortedChildren(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withSortedChildren)
  if (!isObject(tree)) return tree
  const entries = Object.entries(tree).map(([key, value]) => {
    const inner = withSortedChildren(value)
    return [key, key === 'children' && Array.isArray(inner) ? sortByBytes(inner, (child) => stableJson(child)) : inner]
  })
  return Object.fromEntries(entries)
}
