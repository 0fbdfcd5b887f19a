import { expanded, type Leaf, segment } from '../../data/leaves/leaf'
import { type Json, type JsonObject, isObject, objects } from '../../json'

/** Yields what a policy enables or disables, and what its fields are filled with. */
export const settingLeaves = (values: readonly JsonObject[]): Iterable<Leaf> => expanded(leavesOf(values))

function* leavesOf(values: readonly JsonObject[]): Iterable<Leaf> {
  for (const value of values) {
    const definitionId = idOf(value['definition'])
    const path = `definitionValues/${segment(definitionId)}`
    yield leaf(path, value, 'enabled', definitionId)
    for (const field of objects(value['presentationValues'])) {
      const below = `${path}/${segment(idOf(field['presentation']))}`
      yield leaf(below, field, 'values' in field ? 'values' : 'value', definitionId)
    }
  }
}

function leaf(path: string, holder: JsonObject, key: string, definitionId: string): Leaf {
  return { path, value: holder[key] ?? null, definitionId, set: (next) => (holder[key] = next) }
}

function idOf(described: Json | undefined): string {
  return isObject(described) ? String(described['id']) : ''
}
