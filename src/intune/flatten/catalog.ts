import type { StoredDefinition } from '../stored/definition'
import type { Fingerprint } from '../stored/fingerprint'
import { isSecret, listOf, optionLabel, optionOf, plainOf, unreadable } from './catalog-values'
import { humanise } from './humanise'
import { childPath } from './path'
import { type UnnamedRow, toSettingRows } from './rows'
import { secretValue } from './secrets'
import { parentLabel, rowLabel, settingLabel } from './setting-label'
import type { FindDefinition } from '../definitions/find-definition'
import type { SettingRow } from '../stored/setting-row'
import { DEEPEST, collapse, isObject, sortByBytes, stableJson, wellFormed } from '../../shared/text'
import { type RowValue, listValue, emptyValue, plainValue } from './values'

interface CatalogContext {
  findDefinition: FindDefinition
  fingerprint: Fingerprint
  rows: UnnamedRow[]
}

/** Where children hang: their parent's path, and the labels they carry before their own. */
interface Parent {
  path: string
  label: string
  depth: number
}

/** One setting instance on its way into rows. */
interface Instance {
  id: string
  path: string
  definition: StoredDefinition | undefined
  /** Its own label, without its parents'; empty for the API's wrapper. */
  own: string
  parent: Parent
}

/**
 * One row per value that a settings-catalog policy sets; `settings` as `…/{id}/settings` lists them. The rows are the
 * same in whatever order Graph answered. Throws `sync.policy_unreadable`, naming the setting and never a value.
 */
export function flattenCatalog(
  settings: unknown,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): SettingRow[] {
  return toSettingRows(unnamedCatalogRows(settings, findDefinition, fingerprint))
}

/** The same before names are made unique, for policies that set other things as well. */
export function unnamedCatalogRows(
  settings: unknown,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): UnnamedRow[] {
  if (!Array.isArray(settings)) throw unreadable('', 'no list of settings')
  const context: CatalogContext = { findDefinition, fingerprint, rows: [] }
  const instances = settings.map((setting) => (isObject(setting) ? setting['settingInstance'] : undefined))
  children(instances, '', { path: '', label: '', depth: 0 }, context)
  return context.rows
}

/** Walks the instances below one parent and tells how many there were. */
function children(list: unknown, of: string, parent: Parent, context: CatalogContext): number {
  if (list === undefined || list === null) return 0
  if (!Array.isArray(list)) throw unreadable(of, 'children that are no list')
  const byId = new Map<string, Record<string, unknown>[]>()
  for (const child of list) {
    const id: unknown = isObject(child) ? child['settingDefinitionId'] : undefined
    if (!isObject(child) || typeof id !== 'string' || id === '') throw unreadable(of, 'a setting without definition id')
    const same = byId.get(id)
    if (same) same.push(child)
    else byId.set(id, [child])
  }
  for (const [id, same] of byId) {
    const path = childPath(parent.path, id)
    // Graph promises one of a kind below a parent. Should there ever be more, then in an order that is not Graph's, and
    // with paths that no other setting can have (an empty segment): nothing set is lost.
    if (same.length > 1) sortByBytes(same, (child) => stableJson(withoutOrder(child)))
    for (const [n, child] of same.entries()) instance(child, id, n === 0 ? path : `${path}//${n + 1}`, parent, context)
  }
  return list.length
}

/** A tree with the children of each level in an order of their own. */
function withoutOrder(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutOrder)
  if (!isObject(tree)) return tree
  const entries = Object.entries(tree).map(([key, value]) => {
    const inner = withoutOrder(value)
    return [key, key === 'children' && Array.isArray(inner) ? sortByBytes(inner, (child) => stableJson(child)) : inner]
  })
  return Object.fromEntries(entries)
}

/** How each kind of value becomes rows, by the property that holds it: after a PUT, Graph loses some `@odata.type`s. */
const readers: Readonly<Record<string, (value: unknown, setting: Instance, context: CatalogContext) => void>> = {
  choiceSettingValue: choice,
  choiceSettingCollectionValue: choiceCollection,
  simpleSettingValue: simple,
  simpleSettingCollectionValue: simpleCollection,
  groupSettingValue: group,
  groupSettingCollectionValue: groupCollection,
}
const valueProperties = Object.keys(readers)

function instance(
  sent: Record<string, unknown>,
  id: string,
  path: string,
  parent: Parent,
  context: CatalogContext,
): void {
  if (parent.depth > DEEPEST) throw unreadable(id, 'too many levels above it')
  const definition = context.findDefinition(id)
  const setting: Instance = { id, path, definition, own: settingLabel(id, definition), parent }
  const present = valueProperties.filter((holder) => sent[holder] !== undefined)
  const filled = present.filter((holder) => sent[holder] !== null)
  if (filled.length > 1) throw unreadable(id, 'more than one kind of value')
  const holder = filled[0] ?? present[0]
  if (holder !== undefined) readers[holder]?.(sent[holder], setting, context)
  else if (isBareGroup(sent['@odata.type'])) add(setting, emptyValue('object'), context)
  else throw unreadable(id, 'no value of a known kind')
}

/** The API's two group types that have no value at all. */
function isBareGroup(type: unknown): boolean {
  return typeof type === 'string' && /ConfigurationSettingGroup(Collection)?Instance$/.test(type)
}

function choice(value: unknown, setting: Instance, context: CatalogContext): void {
  const itemId = optionOf(value, setting.id)
  const shown = optionLabel(itemId, setting.definition)
  add(
    setting,
    isSecret(value, setting.definition) ? secretValue(itemId, context.fingerprint) : choiceValue(itemId, shown),
    context,
  )
  below(value, setting, context)
}

function choiceCollection(value: unknown, setting: Instance, context: CatalogContext): void {
  const list = listOf(value, setting.id)
  const itemIds = list.map((element) => optionOf(element, setting.id))
  const secret = list.some((element) => isSecret(element, setting.definition))
  const labels = itemIds.map((itemId) => optionLabel(itemId, setting.definition))
  add(setting, secret ? secretValue(itemIds, context.fingerprint) : listValue(itemIds, labels), context)
  for (const [index, element] of list.entries()) below(element, setting, context, { index, of: list.length })
}

function simple(value: unknown, setting: Instance, context: CatalogContext): void {
  const plain = plainOf(value, setting.id)
  const note = isObject(value) ? value['note'] : undefined
  const row = isSecret(value, setting.definition) ? secretValue(plain, context.fingerprint) : plainValue(plain)
  // A reference to a reusable setting may carry an administrator's note: not part of what is shown, but it was set.
  const noted = row.valueType !== 'secret' && typeof note === 'string' && note !== ''
  add(setting, noted ? { ...row, raw: stableJson({ value: plain, note }) } : row, context)
}

function simpleCollection(value: unknown, setting: Instance, context: CatalogContext): void {
  const list = listOf(value, setting.id)
  const plain = list.map((element) => plainOf(element, setting.id))
  const secret = list.some((element) => isSecret(element, setting.definition))
  add(setting, secret ? secretValue(plain, context.fingerprint) : listValue(plain), context)
}

function group(value: unknown, setting: Instance, context: CatalogContext): void {
  if (value !== null && !isObject(value)) throw unreadable(setting.id, 'a group that is no object')
  if (below(value, setting, context) === 0) add(setting, emptyValue('object'), context)
}

function groupCollection(value: unknown, setting: Instance, context: CatalogContext): void {
  const list = listOf(value, setting.id)
  if (list.length === 0) add(setting, emptyValue('array'), context)
  for (const [index, element] of list.entries()) {
    if (!isObject(element)) throw unreadable(setting.id, 'an element that is no object')
    const place = { index, of: list.length }
    if (below(element, setting, context, place) === 0) add(setting, emptyValue('object'), context, place)
  }
}

/** The children of a value, or of one element of a collection; tells how many there were. */
function below(value: unknown, setting: Instance, context: CatalogContext, element?: Element): number {
  const path = element ? childPath(setting.path, element.index) : setting.path
  const label = parentLabel(setting.parent.label, setting.own, element && numbered(element, setting))
  const list = isObject(value) ? value['children'] : undefined
  return children(list, setting.id, { path, label, depth: setting.parent.depth + 1 }, context)
}

interface Element {
  index: number
  of: number
}

/** Where no definition says how many elements there may be, there may be more than one. */
function numbered({ index, of }: Element, { definition }: Instance): number | undefined {
  return of > 1 || (definition?.many ?? true) ? index : undefined
}

function add(setting: Instance, value: RowValue, context: CatalogContext, element?: Element): void {
  const { id, path, definition, own, parent } = setting
  context.rows.push({
    value,
    path: element ? childPath(path, element.index) : path,
    label: rowLabel(parent.label, own || humanise(id), element && numbered(element, setting)),
    category: definition?.category ? collapse(definition.category) : null,
    ownName: definition?.name ? collapse(definition.name) : null,
    definitionId: wellFormed(id),
  })
}

function choiceValue(itemId: string | null, shown: string | null): RowValue {
  const row = plainValue(itemId)
  return shown === null ? row : { value: shown, valueType: 'choice', raw: row.raw }
}
