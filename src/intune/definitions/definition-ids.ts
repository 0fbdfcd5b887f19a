import { DEEPEST, isObject } from '../../shared/text'

/** Collects the ids of all definitions in a settings-catalog tree. Skips what it cannot read; flattening reports that. */
export function catalogDefinitionIds(settings: unknown): Set<string> {
  const found = new Set<string>()
  collect(settings, 0, found)
  return found
}

function collect(value: unknown, depth: number, found: Set<string>): void {
  // A level of settings is at most five levels of JSON.
  if (depth > DEEPEST * 5 + 5) return
  if (Array.isArray(value)) for (const element of value) collect(element, depth + 1, found)
  if (!isObject(value)) return
  const id = value['settingDefinitionId']
  if (typeof id === 'string' && id !== '') found.add(id)
  for (const key in value) {
    const inner = value[key]
    if (typeof inner === 'object' && inner !== null) collect(inner, depth + 1, found)
  }
}
