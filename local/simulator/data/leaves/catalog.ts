import { type Json, type JsonObject, isObject, objects } from '../../json'
import { type Leaf, notSettable, segment } from './leaf'

/** Yields every value that catalog settings set. The kind of a value follows from its property, not from its type. */
export function* settingLeaves(settings: readonly JsonObject[]): Iterable<Leaf> {
  for (const { settingInstance } of settings) if (isObject(settingInstance)) yield* instance(settingInstance, '')
}

function* instance(node: JsonObject, parent: string): Iterable<Leaf> {
  const definitionId = String(node['settingDefinitionId'])
  const path = parent + segment(definitionId)
  const below = `${path}/`
  const leaf = (value: Json, set: Leaf['set'], secret?: boolean): Leaf => ({
    path,
    value,
    definitionId,
    set,
    ...(secret && { secret }),
  })
  const { choiceSettingValue: choice, simpleSettingValue: simple, groupSettingValue: group } = node
  if (isObject(choice)) {
    yield leaf(choice['value'] ?? null, (value) => (choice['value'] = value))
    yield* children(choice, below)
  } else if (isObject(simple)) {
    const { value = null, note } = simple
    const withNote = typeof note === 'string' && note !== '' ? { value, note } : value // the note is part of the value
    yield leaf(withNote, (next) => (simple['value'] = next), isSecret(simple))
  } else if (isObject(group)) {
    if (objects(group['children']).length === 0) yield leaf([], notSettable)
    yield* children(group, below)
  } else if (Array.isArray(node['choiceSettingCollectionValue'])) {
    const elements = objects(node['choiceSettingCollectionValue'])
    yield leaf(plain(elements), (value) => (node['choiceSettingCollectionValue'] = replaced(elements, value)))
    for (const [i, element] of elements.entries()) yield* children(element, `${below}${i}/`)
  } else if (Array.isArray(node['simpleSettingCollectionValue'])) {
    const elements = objects(node['simpleSettingCollectionValue'])
    const secret = elements.some(isSecret)
    yield leaf(plain(elements), (value) => (node['simpleSettingCollectionValue'] = replaced(elements, value)), secret)
  } else if (Array.isArray(node['groupSettingCollectionValue'])) {
    const elements = objects(node['groupSettingCollectionValue'])
    if (elements.length === 0) yield leaf([], notSettable)
    for (const [i, element] of elements.entries()) {
      const empty = objects(element['children']).length === 0
      if (empty) yield { path: below + i, value: [], definitionId, set: notSettable }
      yield* children(element, `${below}${i}/`)
    }
  }
}

function* children(value: JsonObject, prefix: string): Iterable<Leaf> {
  for (const child of objects(value['children'])) yield* instance(child, prefix)
}

function isSecret(value: JsonObject): boolean {
  return typeof value['valueState'] === 'string'
}

function plain(elements: JsonObject[]): Json[] {
  return elements.map((element) => element['value'] ?? null)
}

function replaced(old: JsonObject[], value: Json): JsonObject[] {
  const shape = old[0] ?? {}
  return (Array.isArray(value) ? value : [value]).map((item) => ({ ...shape, value: item }))
}
