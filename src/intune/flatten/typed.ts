import { AppError } from '../../shared/errors'
import type { Fingerprint } from '../stored/fingerprint'
import { base64Value } from './base64'
import { optionOfValue } from './catalog-values'
import type { FindDefinition } from '../definitions/find-definition'
import { type UnnamedRow, toSettingRows } from './rows'
import { secretValue } from './secrets'
import { rowLabel } from './setting-label'
import type { SettingRow } from '../stored/setting-row'
import { DEEPEST, isObject, stableJson, wellFormed } from '../../shared/text'
import { isDefaultValue } from './typed-defaults'
import { type PropertyNames, type TypedProperty, listElement, propertyOf } from './typed-property'
import { isAnnotation, isSet, typeOf } from './odata'
import { isListed, type TypedShape } from './typed-shape'
import { type Plain, type RowValue, isPlain, listValue, emptyValue, plainValue } from './values'

/** What flattening one policy needs, and the rows that it has made. */
export interface TypedContext {
  shape: TypedShape
  naming: PropertyNames
  fingerprint: Fingerprint
  /** The policy's Graph type, without its prefix. */
  type: string | undefined
  rows: UnnamedRow[]
}

/**
 * Makes one row per value of a policy whose settings are typed properties, also for `false`, `0` and `notConfigured`; objects
 * and lists of objects become one row per leaf. Throws `sync.policy_unreadable`, which names the property and never a value.
 */
export function flattenTyped(
  policy: Record<string, unknown>,
  shape: TypedShape,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): SettingRow[] {
  return toSettingRows(unnamedTypedRows(policy, shape, findDefinition, fingerprint))
}

/** Makes the same rows without unique names, for policies that have other settings too. */
export function unnamedTypedRows(
  policy: Record<string, unknown>,
  shape: TypedShape,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): UnnamedRow[] {
  const naming: PropertyNames = { findDefinition, label: shape.label }
  const context: TypedContext = { shape, naming, fingerprint, type: typeOf(policy), rows: [] }
  for (const [key, value] of Object.entries(policy)) {
    if (value === null || shape.metadata.has(key) || isAnnotation(key)) continue
    addValue(value, propertyOf(key, policy, naming), context)
  }
  return context.rows
}

/** Adds the rows of one value: one for a plain value or a list of plain values, one per leaf for others, none for null. */
export function addValue(value: unknown, property: TypedProperty, context: TypedContext): void {
  if (value === null || value === undefined) return
  if (property.depth > DEEPEST) throw unreadable(property)
  if (property.definition?.secret || isListed(context.shape.secret, property, context.type))
    addRow(property, secretValue(value, context.fingerprint), context)
  else if (isPlain(value)) addPlainValue(value, property, context)
  else if (Array.isArray(value)) addList(value, property, context)
  else if (isObject(value)) addObject(value, property, context)
  else throw unreadable(property)
}

function addList(list: unknown[], property: TypedProperty, context: TypedContext): void {
  if (list.length === 0) addRow(property, emptyValue('array'), context)
  else if (list.every(isPlain)) addRow(property, listValue(list, labelsOf(list, property, context)), context)
  else for (const [index, element] of list.entries()) addValue(element, listElement(property, index), context)
}

function addObject(object: Record<string, unknown>, property: TypedProperty, context: TypedContext): void {
  const set = Object.entries(object).filter(([key, value]) => isSet(key, value))
  // An object without values keeps its type in `raw`.
  if (set.length === 0) addRow(property, emptyValue('object', stableJson({ ...object, id: undefined })), context)
  const encrypted = object['isEncrypted'] === true || typeof object['valueState'] === 'string'
  for (const [key, value] of set) {
    const child = propertyOf(key, object, context.naming, property)
    if (encrypted && key === 'value') addRow(child, secretValue(value, context.fingerprint), context)
    else addValue(value, child, context)
  }
}

function addPlainValue(value: Plain, property: TypedProperty, context: TypedContext): void {
  const decoded =
    typeof value === 'string' && isListed(context.shape.base64, property, context.type) ? base64Value(value) : undefined
  addRow(
    property,
    decoded ?? labelled(value, property),
    context,
    isDefaultValue(context.type, property.propertyPath, value),
  )
}

/** Replaces a value by its label in the definition's options, when it has one. */
function labelled(value: Plain, { definition }: TypedProperty): RowValue {
  const row = plainValue(value)
  const label = optionOfValue(value, definition)
  return label === undefined ? row : { value: label, valueType: 'choice', raw: row.raw }
}

/** Replaces a list's values by their labels, from the definition of its elements or of the list. */
function labelsOf(list: readonly Plain[], { definition }: TypedProperty, { naming }: TypedContext): readonly Plain[] {
  if (!definition) return list
  const element = definition.below === undefined ? undefined : naming.findDefinition(definition.below)
  return list.map((value) => optionOfValue(value, element) ?? optionOfValue(value, definition) ?? value)
}

function addRow(
  property: TypedProperty,
  value: RowValue,
  context: TypedContext,
  isDefault: boolean | null = null,
): void {
  const { path, definitionId } = property
  const label = rowLabel(property.parentLabel, property.ownLabel, property.index)
  context.rows.push({ value, path, label, category: null, ownName: wellFormed(property.key), definitionId, isDefault })
}

function unreadable(property: TypedProperty): AppError {
  const message = `The property ${wellFormed(property.propertyPath).slice(0, 300)} has a form that cannot be read.`
  return new AppError('sync.policy_unreadable', { message })
}
