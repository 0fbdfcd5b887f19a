import { type Definitions, categoryOf, isSecretDefinition, labelOf, mayHoldMany, optionLabel } from './definitions'
import { type Expected, type Json, type JsonObject, type Label, type Shown, grouped, isObject, objects } from './model'
import { canonical, collapse, segment, sortedBy, storable } from './text'

/** The API's wrapper of some Apple payloads, which the portal does not show. */
const wrapper = 'Top Level Setting Group Collection'

interface Parent {
  path: string
  labels: Label[]
}

/** The rows of a settings-catalog policy. */
export function* catalogRows(policy: JsonObject, known: Definitions): Iterable<Expected> {
  const instances = objects(policy['settings']).map((one) => one['settingInstance'] ?? one)
  yield* instancesBelow({ path: '', labels: [] }, objects(instances), known)
}

/** A second instance of a definition below one parent gets a number. */
function* instancesBelow(parent: Parent, children: JsonObject[], known: Definitions): Iterable<Expected> {
  const kinds = grouped(children, (child) => String(child['settingDefinitionId']))
  for (const [id, same] of kinds) {
    const path = parent.path + segment(id)
    for (const [n, child] of sortedBy(same, (one) => canonical(unordered(one))).entries())
      yield* rowsOf(child, id, n === 0 ? path : `${path}//${n + 1}`, parent, known)
  }
}

function unordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(unordered)
  if (!isObject(value)) return value
  const pairs = Object.entries(value).map(([key, inner]) => {
    const list = unordered(inner)
    return [key, key === 'children' && Array.isArray(list) ? sortedBy(list, canonical) : list]
  })
  return Object.fromEntries(pairs) as JsonObject
}

function* rowsOf(node: JsonObject, id: string, path: string, parent: Parent, known: Definitions): Iterable<Expected> {
  const definition = known.get(id.toLowerCase())
  const own = labelOf(id, definition)
  const hidden = own === wrapper
  const row = (raw: Json, shown: Shown, more: Partial<Expected> = {}): Expected => ({
    path,
    raw,
    shown: [shown],
    labels: [...parent.labels, { text: hidden ? labelOf(id, undefined) : own }],
    suffixes: [categoryOf(definition), collapse(String(definition?.['name'] ?? '')) || null, `[${storable(id)}]`],
    definitionId: storable(id),
    category: categoryOf(definition),
    known: definition !== undefined,
    ...more,
  })
  const below = (at: string, number?: number): Parent => ({
    path: `${at}/`,
    labels: hidden ? parent.labels : [...parent.labels, numbered(own, number)],
  })
  const masked = (values: JsonObject[]) => isSecretDefinition(definition) || values.some(isSecret)
  const nthOf = (all: unknown[], i: number) => (all.length > 1 || mayHoldMany(definition) ? i + 1 : undefined)
  const {
    choiceSettingValue: choice,
    choiceSettingCollectionValue: choices,
    simpleSettingValue: simple,
    simpleSettingCollectionValue: simples,
    groupSettingValue: group,
    groupSettingCollectionValue: groups,
  } = node

  if (isObject(choice)) {
    const value = choice['value'] ?? null
    if (masked([choice])) yield row(value, { type: 'secret' }, { secret: textOf(value) })
    else yield row(value, value === null ? empty : { type: 'choice', text: optionLabel(String(value), definition) })
    yield* instancesBelow(below(path), objects(choice['children']), known)
  } else if (Array.isArray(choices)) {
    const values = objects(choices).map((one) => one['value'] ?? null)
    const labels = values.map((value) => (value === null ? null : optionLabel(String(value), definition)))
    yield row(values, { type: 'array', json: labels })
    for (const [i, element] of objects(choices).entries())
      yield* instancesBelow(below(`${path}/${i}`, nthOf(choices, i)), objects(element['children']), known)
  } else if (isObject(simple)) {
    const value = simple['value'] ?? null
    const note = simple['note']
    const raw = typeof note === 'string' && note !== '' ? { value, note } : value
    if (masked([simple])) yield row(value, { type: 'secret' }, { secret: textOf(value) })
    else yield row(raw, plain(value))
  } else if (Array.isArray(simples)) {
    const values = objects(simples).map((one) => one['value'] ?? null)
    if (masked(objects(simples))) yield row(values, { type: 'secret' }, { secret: values.map(textOf).join('\n') })
    else yield row(values, { type: 'array', json: values })
  } else if (isObject(group) && objects(group['children']).length > 0) {
    yield* instancesBelow(below(path), objects(group['children']), known)
  } else if (Array.isArray(groups) && groups.length > 0) {
    for (const [i, element] of objects(groups).entries()) {
      const children = objects(element['children'])
      const number = nthOf(groups, i)
      const labels = [...parent.labels, numbered(hidden ? labelOf(id, undefined) : own, number)]
      if (children.length > 0) yield* instancesBelow(below(`${path}/${i}`, number), children, known)
      else yield row([], { type: 'object', text: '[]' }, { path: `${path}/${i}`, labels })
    }
  } else yield row([], { type: Array.isArray(groups) ? 'array' : 'object', text: '[]' })
}

const empty: Shown = { type: 'empty', text: '' }

function isSecret(value: JsonObject): boolean {
  return Boolean(value['valueState']) || String(value['@odata.type']).endsWith('SecretSettingValue')
}

function numbered(text: string, number: number | undefined): Label {
  return number === undefined ? { text } : { text, number }
}

/** How one plain value is shown. */
export function plain(value: Json): Shown {
  if (value === null) return empty
  return { type: typeof value, text: storable(String(value)) }
}

/** A secret's text, which must not occur in the rows. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : canonical(value)
}
