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
import {
  type PropertyNames,
  type TypedProperty,
  listElement,
  isAnnotation,
  isSet,
  propertyOf,
  typeOf,
} from './typed-property'
import { type Plain, type RowValue, isPlain, listValue, emptyValue, plainValue } from './values'

/**
 * What a type's record says of its properties. A property is named by its own name, wherever it is; by property names
 * joined by `/`, without indexes; or, with `{type}:` before them, in policies of this Graph type alone.
 */
export interface TypedShape {
  /** Top-level properties that are no settings. */
  metadata: ReadonlySet<string>
  secret?: ReadonlySet<string>
  base64?: ReadonlySet<string>
  /** What people call a property whose name does not say it; undefined for all others. */
  label?: (property: string) => string | undefined
}

/** Metadata of every typed policy. */
export const TYPED_METADATA: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'name',
  'description',
  'createdDateTime',
  'lastModifiedDateTime',
  'version',
  'roleScopeTagIds',
  'supportsScopeTags',
  'isAssigned',
  'assignments',
])

/** What one policy's values are made into rows with. */
export interface TypedContext {
  shape: TypedShape
  naming: PropertyNames
  fingerprint: Fingerprint
  /** The policy's Graph type, without its prefix. */
  type: string | undefined
  rows: UnnamedRow[]
}

/**
 * One row per value of a policy whose settings are typed properties, also for `false`, `0` and `notConfigured`; objects and
 * lists of objects become one row per leaf. Throws `sync.policy_unreadable`, naming the property and never a value.
 */
export function flattenTyped(
  policy: Record<string, unknown>,
  shape: TypedShape,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): SettingRow[] {
  return toSettingRows(unnamedTypedRows(policy, shape, findDefinition, fingerprint))
}

/** The same before names are made unique, for policies whose settings are only partly typed. */
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

/** The rows of one value, down to plain ones and lists of plain ones; none for null. */
export function addValue(value: unknown, place: TypedProperty, context: TypedContext): void {
  if (value === null || value === undefined) return
  if (place.depth > DEEPEST) throw unreadable(place)
  if (place.definition?.secret || isListed(context.shape.secret, place, context))
    add(place, secretValue(value, context.fingerprint), context)
  else if (isPlain(value)) addPlainValue(value, place, context)
  else if (Array.isArray(value)) addList(value, place, context)
  else if (isObject(value)) addObject(value, place, context)
  else throw unreadable(place)
}

function addList(list: unknown[], place: TypedProperty, context: TypedContext): void {
  if (list.length === 0) add(place, emptyValue('array'), context)
  else if (list.every(isPlain)) add(place, listValue(list, labelsOf(list, place, context)), context)
  else for (const [index, element] of list.entries()) addValue(element, listElement(place, index), context)
}

function addObject(object: Record<string, unknown>, place: TypedProperty, context: TypedContext): void {
  const set = Object.entries(object).filter(([key, value]) => isSet(key, value))
  // Its type and its nulls are all such an object says: the type stays in `raw`.
  if (set.length === 0) add(place, emptyValue('object', stableJson({ ...object, id: undefined })), context)
  const encrypted = object['isEncrypted'] === true || typeof object['valueState'] === 'string'
  for (const [key, value] of set) {
    const below = propertyOf(key, object, context.naming, place)
    if (encrypted && key === 'value') add(below, secretValue(value, context.fingerprint), context)
    else addValue(value, below, context)
  }
}

function addPlainValue(value: Plain, place: TypedProperty, context: TypedContext): void {
  const decoded =
    typeof value === 'string' && isListed(context.shape.base64, place, context) ? base64Value(value) : undefined
  add(place, decoded ?? labelled(value, place), context, isDefaultValue(context.type, place.property, value))
}

/** What the portal shows for one value of a property that has a fixed choice of them. */
function labelled(value: Plain, { definition }: TypedProperty): RowValue {
  const row = plainValue(value)
  const label = optionOfValue(value, definition)
  return label === undefined ? row : { value: label, valueType: 'choice', raw: row.raw }
}

/** The labels of a list's values stand with the list's definition, or with that of its elements. */
function labelsOf(list: readonly Plain[], { definition }: TypedProperty, { naming }: TypedContext): readonly Plain[] {
  if (!definition) return list
  const element = definition.below === undefined ? undefined : naming.findDefinition(definition.below)
  return list.map((value) => optionOfValue(value, element) ?? optionOfValue(value, definition) ?? value)
}

function isListed(
  listed: ReadonlySet<string> | undefined,
  { key, property }: TypedProperty,
  { type }: TypedContext,
): boolean {
  return listed !== undefined && (listed.has(key) || listed.has(property) || listed.has(`${type}:${property}`))
}

function add(place: TypedProperty, value: RowValue, context: TypedContext, isDefault: boolean | null = null): void {
  const { path, definitionId } = place
  const label = rowLabel(place.parent, place.own, place.index)
  context.rows.push({ value, path, label, category: null, ownName: wellFormed(place.key), definitionId, isDefault })
}

function unreadable(place: TypedProperty): AppError {
  const message = `The property ${wellFormed(place.property).slice(0, 300)} has a form that cannot be read.`
  return new AppError('sync.policy_unreadable', { message })
}
