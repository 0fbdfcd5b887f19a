import type { StoredDefinition } from '../stored/definition'
import type { Fingerprint } from '../stored/fingerprint'
import { choiceValue, isSecret, listOf, optionLabel, optionOf, plainOf, unreadable } from './catalog-values'
import { groupByDefinition } from './group-by-definition'
import { humanise } from './humanise'
import { childPath } from './path'
import { type UnnamedRow, toSettingRows } from './rows'
import { secretValue } from './secrets'
import { parentLabel, rowLabel, settingLabel } from './setting-label'
import type { FindDefinition } from '../definitions/find-definition'
import type { SettingRow } from '../stored/setting-row'
import { DEEPEST, collapse, isObject, stableJson, wellFormed } from '../../shared/text'
import { type RowValue, listValue, emptyValue, plainValue } from './values'

interface CatalogContext {
  findDefinition: FindDefinition
  fingerprint: Fingerprint
  rows: UnnamedRow[]
}

/** The parent of settings: its path, and the labels that come before theirs. */
interface Parent {
  path: string
  label: string
  depth: number
}

/** One setting instance with its definition. */
interface Instance {
  id: string
  path: string
  definition: StoredDefinition | undefined
  /** Its label without its parents'; empty for the API's wrapper. */
  ownLabel: string
  parent: Parent
}

/**
 * Makes one row per value that a settings-catalog policy sets; `settings` as `…/{id}/settings` returns them. The rows do
 * not depend on Graph's order. Throws `sync.policy_unreadable`, which names the setting and never a value.
 */
export function flattenCatalog(
  settings: unknown,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): SettingRow[] {
  return toSettingRows(unnamedCatalogRows(settings, findDefinition, fingerprint))
}

/** Makes the same rows without unique names, for policies that have other settings too. */
export function unnamedCatalogRows(
  settings: unknown,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): UnnamedRow[] {
  if (!Array.isArray(settings)) throw unreadable('', 'no list of settings')
  const context: CatalogContext = { findDefinition, fingerprint, rows: [] }
  const instances = settings.map((setting) => (isObject(setting) ? setting['settingInstance'] : undefined))
  addChildren(instances, '', { path: '', label: '', depth: 0 }, context)
  return context.rows
}

/** Adds the rows of all instances below one parent; returns how many instances there are. */
function addChildren(list: unknown, parentId: string, parent: Parent, context: CatalogContext): number {
  if (list === undefined || list === null) return 0
  if (!Array.isArray(list)) throw unreadable(parentId, 'children that are no list')
  for (const [id, same] of groupByDefinition(list, parentId)) {
    const path = childPath(parent.path, id)
    // The empty segment of `//2` makes a path that no other setting can have.
    for (const [n, child] of same.entries())
      addInstance(child, id, n === 0 ? path : `${path}//${n + 1}`, parent, context)
  }
  return list.length
}

/** Functions by the property that holds the value. They do not depend on `@odata.type`, which Graph drops after a PUT. */
const addByProperty: Readonly<Record<string, (value: unknown, setting: Instance, context: CatalogContext) => void>> = {
  choiceSettingValue: addChoice,
  choiceSettingCollectionValue: addChoices,
  simpleSettingValue: addSimple,
  simpleSettingCollectionValue: addSimpleCollection,
  groupSettingValue: addGroup,
  groupSettingCollectionValue: addGroupCollection,
}
const valueProperties = Object.keys(addByProperty)

function addInstance(
  sent: Record<string, unknown>,
  id: string,
  path: string,
  parent: Parent,
  context: CatalogContext,
): void {
  if (parent.depth > DEEPEST) throw unreadable(id, 'too many levels above it')
  const definition = context.findDefinition(id)
  const setting: Instance = { id, path, definition, ownLabel: settingLabel(id, definition), parent }
  const sentProperties = valueProperties.filter((property) => sent[property] !== undefined)
  const filled = sentProperties.filter((property) => sent[property] !== null)
  if (filled.length > 1) throw unreadable(id, 'more than one kind of value')
  const property = filled[0] ?? sentProperties[0]
  if (property !== undefined) addByProperty[property]?.(sent[property], setting, context)
  else if (isBareGroup(sent['@odata.type'])) addRow(setting, emptyValue('object'), context)
  else throw unreadable(id, 'no value of a known kind')
}

/** Whether this is one of the API's two group types without a value property. */
function isBareGroup(type: unknown): boolean {
  return typeof type === 'string' && /ConfigurationSettingGroup(Collection)?Instance$/.test(type)
}

function addChoice(value: unknown, setting: Instance, context: CatalogContext): void {
  const itemId = optionOf(value, setting.id)
  const shown = optionLabel(itemId, setting.definition)
  addRow(
    setting,
    isSecret(value, setting.definition) ? secretValue(itemId, context.fingerprint) : choiceValue(itemId, shown),
    context,
  )
  addChildrenOf(value, setting, context)
}

function addChoices(value: unknown, setting: Instance, context: CatalogContext): void {
  const list = listOf(value, setting.id)
  const itemIds = list.map((element) => optionOf(element, setting.id))
  const secret = list.some((element) => isSecret(element, setting.definition))
  const labels = itemIds.map((itemId) => optionLabel(itemId, setting.definition))
  addRow(setting, secret ? secretValue(itemIds, context.fingerprint) : listValue(itemIds, labels), context)
  for (const [index, element] of list.entries()) addChildrenOf(element, setting, context, { index, of: list.length })
}

function addSimple(value: unknown, setting: Instance, context: CatalogContext): void {
  const plain = plainOf(value, setting.id)
  const note = isObject(value) ? value['note'] : undefined
  const row = isSecret(value, setting.definition) ? secretValue(plain, context.fingerprint) : plainValue(plain)
  // A reference to a reusable setting can have an administrator's note; it is stored in `raw` and not shown.
  const noted = row.valueType !== 'secret' && typeof note === 'string' && note !== ''
  addRow(setting, noted ? { ...row, raw: stableJson({ value: plain, note }) } : row, context)
}

function addSimpleCollection(value: unknown, setting: Instance, context: CatalogContext): void {
  const list = listOf(value, setting.id)
  const plain = list.map((element) => plainOf(element, setting.id))
  const secret = list.some((element) => isSecret(element, setting.definition))
  addRow(setting, secret ? secretValue(plain, context.fingerprint) : listValue(plain), context)
}

function addGroup(value: unknown, setting: Instance, context: CatalogContext): void {
  if (value !== null && !isObject(value)) throw unreadable(setting.id, 'a group that is no object')
  if (addChildrenOf(value, setting, context) === 0) addRow(setting, emptyValue('object'), context)
}

function addGroupCollection(value: unknown, setting: Instance, context: CatalogContext): void {
  const list = listOf(value, setting.id)
  if (list.length === 0) addRow(setting, emptyValue('array'), context)
  for (const [index, element] of list.entries()) {
    if (!isObject(element)) throw unreadable(setting.id, 'an element that is no object')
    const position = { index, of: list.length }
    if (addChildrenOf(element, setting, context, position) === 0)
      addRow(setting, emptyValue('object'), context, position)
  }
}

/** Adds the children of a value, or of one element of a collection; returns how many there are. */
function addChildrenOf(value: unknown, setting: Instance, context: CatalogContext, element?: Element): number {
  const path = element ? childPath(setting.path, element.index) : setting.path
  const label = parentLabel(setting.parent.label, setting.ownLabel, element && elementNumber(element, setting))
  const list = isObject(value) ? value['children'] : undefined
  return addChildren(list, setting.id, { path, label, depth: setting.parent.depth + 1 }, context)
}

interface Element {
  index: number
  of: number
}

/** The index to show in an element's label: when there are more elements, or the definition allows more or is unknown. */
function elementNumber({ index, of }: Element, { definition }: Instance): number | undefined {
  return of > 1 || (definition?.many ?? true) ? index : undefined
}

function addRow(setting: Instance, value: RowValue, context: CatalogContext, element?: Element): void {
  const { id, path, definition, ownLabel, parent } = setting
  context.rows.push({
    value,
    path: element ? childPath(path, element.index) : path,
    label: rowLabel(parent.label, ownLabel || humanise(id), element && elementNumber(element, setting)),
    category: definition?.category ? collapse(definition.category) : null,
    ownName: definition?.name ? collapse(definition.name) : null,
    definitionId: wellFormed(id),
  })
}
