import { AppError } from '../../shared/errors'
import type { Fingerprint } from '../stored/fingerprint'
import { base64Value } from './base64'
import { optionOfValue } from './catalog-values'
import type { SettingNames } from '../definitions/names'
import { type Draft, toRows } from './rows'
import { secretValue } from './secrets'
import { rowLabel } from './setting-label'
import type { SettingRow } from '../stored/setting-row'
import { DEEPEST, isObject, stableJson, wellFormed } from '../../shared/text'
import { typedDefault } from './typed-defaults'
import { type Naming, type Place, elementOf, isAnnotation, isSet, placeOf, typeOf } from './typed-place'
import { type Plain, type RowValue, isPlain, listValue, nothingIn, plainValue } from './values'

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
export interface TypedWalk {
  shape: TypedShape
  naming: Naming
  secrets: Fingerprint
  /** The policy's Graph type, without its prefix. */
  type: string | undefined
  drafts: Draft[]
}

/**
 * One row per value of a policy whose settings are typed properties, also for `false`, `0` and `notConfigured`; objects and
 * lists of objects become one row per leaf. Throws `sync.policy_unreadable`, naming the property and never a value.
 */
export function flattenTyped(
  policy: Record<string, unknown>,
  shape: TypedShape,
  names: SettingNames,
  secrets: Fingerprint,
): SettingRow[] {
  return toRows(typedDrafts(policy, shape, names, secrets))
}

/** The same before names are made unique, for policies whose settings are only partly typed. */
export function typedDrafts(
  policy: Record<string, unknown>,
  shape: TypedShape,
  names: SettingNames,
  secrets: Fingerprint,
): Draft[] {
  const naming: Naming = { names, label: shape.label }
  const walk: TypedWalk = { shape, naming, secrets, type: typeOf(policy), drafts: [] }
  for (const [key, value] of Object.entries(policy)) {
    if (value === null || shape.metadata.has(key) || isAnnotation(key)) continue
    walkTyped(value, placeOf(key, policy, naming), walk)
  }
  return walk.drafts
}

/** The rows of one value, down to plain ones and lists of plain ones; none for null. */
export function walkTyped(value: unknown, place: Place, walk: TypedWalk): void {
  if (value === null || value === undefined) return
  if (place.depth > DEEPEST) throw unreadable(place)
  if (place.definition?.secret || says(walk.shape.secret, place, walk))
    add(place, secretValue(value, walk.secrets), walk)
  else if (isPlain(value)) addPlain(value, place, walk)
  else if (Array.isArray(value)) walkList(value, place, walk)
  else if (isObject(value)) walkObject(value, place, walk)
  else throw unreadable(place)
}

function walkList(list: unknown[], place: Place, walk: TypedWalk): void {
  if (list.length === 0) add(place, nothingIn('array'), walk)
  else if (list.every(isPlain)) add(place, listValue(list, labelsOf(list, place, walk)), walk)
  else for (const [index, element] of list.entries()) walkTyped(element, elementOf(place, index), walk)
}

function walkObject(object: Record<string, unknown>, place: Place, walk: TypedWalk): void {
  const set = Object.entries(object).filter(([key, value]) => isSet(key, value))
  // Its type and its nulls are all such an object says: the type stays in `raw`.
  if (set.length === 0) add(place, nothingIn('object', stableJson({ ...object, id: undefined })), walk)
  const encrypted = object['isEncrypted'] === true || typeof object['valueState'] === 'string'
  for (const [key, value] of set) {
    const below = placeOf(key, object, walk.naming, place)
    if (encrypted && key === 'value') add(below, secretValue(value, walk.secrets), walk)
    else walkTyped(value, below, walk)
  }
}

function addPlain(value: Plain, place: Place, walk: TypedWalk): void {
  const decoded = typeof value === 'string' && says(walk.shape.base64, place, walk) ? base64Value(value) : undefined
  add(place, decoded ?? labelled(value, place), walk, typedDefault(walk.type, place.property, value))
}

/** What the portal shows for one value of a property that has a fixed choice of them. */
function labelled(value: Plain, { definition }: Place): RowValue {
  const row = plainValue(value)
  const label = optionOfValue(value, definition)
  return label === undefined ? row : { value: label, valueType: 'choice', raw: row.raw }
}

/** The labels of a list's values stand with the list's definition, or with that of its elements. */
function labelsOf(list: readonly Plain[], { definition }: Place, { naming }: TypedWalk): readonly Plain[] {
  if (!definition) return list
  const element = definition.below === undefined ? undefined : naming.names(definition.below)
  return list.map((value) => optionOfValue(value, element) ?? optionOfValue(value, definition) ?? value)
}

function says(listed: ReadonlySet<string> | undefined, { key, property }: Place, { type }: TypedWalk): boolean {
  return listed !== undefined && (listed.has(key) || listed.has(property) || listed.has(`${type}:${property}`))
}

function add(place: Place, value: RowValue, walk: TypedWalk, isDefault: boolean | null = null): void {
  const { path, definitionId } = place
  const label = rowLabel(place.parent, place.own, place.index)
  walk.drafts.push({ value, path, label, category: null, ownName: wellFormed(place.key), definitionId, isDefault })
}

function unreadable(place: Place): AppError {
  const message = `The property ${wellFormed(place.property).slice(0, 300)} has a form that cannot be read.`
  return new AppError('sync.policy_unreadable', { message })
}
