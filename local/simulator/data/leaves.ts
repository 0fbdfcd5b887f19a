import { type Json, type JsonObject, isObject, objects } from '../json'
import { complianceBase } from './compliance-properties'
import type { CollectionName } from './policy'

/** One set value inside a policy, and the way to change it. */
export interface Leaf {
  path: string
  value: Json
  secret?: true
  definitionId?: string
  /** It lies in a navigation property. */
  expanded?: true
  set(value: Json): void
}

/** Every value that a policy in one piece sets. */
export function* leavesOf(collection: CollectionName, policy: JsonObject): Iterable<Leaf> {
  if (collection === 'configurationPolicies') return yield* settingLeaves(objects(policy['settings']))
  yield* typedLeaves(policy)
  for (const leaf of actionLeaves(objects(policy['scheduledActionsForRule']))) yield { ...leaf, expanded: true }
}

export function segment(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('/', '%2F')
}

/** Every value the settings of a catalog policy set. A value is known by the property that holds it, not by its type. */
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
    const told = typeof note === 'string' && note !== '' ? { value, note } : value // a note was set as well
    yield leaf(told, (next) => (simple['value'] = next), isSecret(simple))
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

function notSettable(): never {
  throw new Error('a group has no value of its own')
}

const metadata = new Set<string>([
  ...complianceBase,
  'assignments',
  'scheduledActionsForRule',
  'isAssigned',
  'supportsScopeTags',
])

/** Every non-null property of a typed policy, nested objects taken apart. */
export function* typedLeaves(policy: JsonObject): Iterable<Leaf> {
  for (const key of Object.keys(policy)) {
    if (!metadata.has(key) && !key.includes('@odata.')) yield* property(policy, key, segment(key))
  }
}

/**
 * What the scheduled actions of a compliance policy set. Graph gives them in any order and their ids anew, so they are
 * known by what they do and, among equals, by their delay.
 */
export function* actionLeaves(rules: readonly JsonObject[]): Iterable<Leaf> {
  const path = 'scheduledActionsForRule'
  const actions = rules.flatMap((rule) => objects(rule['scheduledActionConfigurations']))
  if (actions.length === 0) yield { path, value: [], set: notSettable }
  const delay = (action: JsonObject) => Number(action['gracePeriodHours'] ?? 0)
  const seen = new Map<string, number>()
  for (const action of actions.toSorted((a, b) => delay(a) - delay(b))) {
    const kind = String(action['actionType'])
    const index = seen.get(kind) ?? 0
    seen.set(kind, index + 1)
    for (const key of Object.keys(action))
      if (key !== 'actionType' && isProperty(key))
        yield* property(action, key, `${path}/${segment(kind)}/${index}/${key}`)
  }
}

function* property(holder: JsonObject | Json[], key: string, path: string): Iterable<Leaf> {
  const target = holder as JsonObject
  const value = target[key]
  if (value === null || value === undefined) return
  const inner = Array.isArray(value) ? value.some((item) => typeof item === 'object' && item !== null) : isObject(value)
  const names = inner
    ? Object.keys(value).filter((name) => isProperty(name) && (value as JsonObject)[name] !== null)
    : []
  if (names.length === 0) yield { path, value, set: (next) => (target[key] = next) }
  for (const name of names) yield* property(value as JsonObject, name, `${path}/${segment(name)}`)
}

/** Neither a note of the protocol nor the id that Graph gives a record. */
function isProperty(key: string): boolean {
  return key !== 'id' && !key.includes('@odata.')
}
