import { AppError } from '../errors'
import type { Fingerprint } from '../policies/policy-type'
import { base64Value } from './base64'
import { humaniseProperty } from './humanise'
import { childPath } from './path'
import { type Draft, toRows } from './rows'
import { secretValue } from './secrets'
import { rowLabel } from './setting-label'
import type { SettingRow } from './setting-row'
import { DEEPEST, collapse, isObject, stableJson, wellFormed } from './text'
import { type RowValue, isPlain, listValue, nothingIn, plainValue } from './values'

/** What a type's record says of its properties, each named by its property names joined by `/`, without indexes. */
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

/** A property on its way into rows. */
interface Place {
  path: string
  /** Property names joined by `/`, without indexes: what a record calls this property. */
  property: string
  ownName: string
  /** Labels of its parents, joined. */
  parent: string
  own: string
  index?: number
  depth: number
}

/**
 * One row per value of a policy whose settings are typed properties, also for `false`, `0` and `notConfigured`; objects and
 * lists of objects become one row per leaf. Throws `sync.policy_unreadable`, naming the property and never a value.
 */
export function flattenTyped(policy: Record<string, unknown>, shape: TypedShape, secrets: Fingerprint): SettingRow[] {
  const drafts: Draft[] = []
  for (const [key, value] of Object.entries(policy)) {
    if (shape.metadata.has(key) || isAnnotation(key)) continue
    walk(value, placeOf(key, shape))
  }
  return toRows(drafts)

  function walk(value: unknown, place: Place): void {
    if (value === null || value === undefined) return
    if (place.depth > DEEPEST) throw unreadable(place)
    if (shape.secret?.has(place.property)) add(place, secretValue(value, secrets))
    else if (isPlain(value)) add(place, textValue(value, place))
    else if (Array.isArray(value)) walkList(value, place)
    else if (isObject(value)) walkObject(value, place)
    else throw unreadable(place)
  }

  function textValue(value: string | number | boolean, place: Place): RowValue {
    const decoded = typeof value === 'string' && shape.base64?.has(place.property) ? base64Value(value) : undefined
    return decoded ?? plainValue(value)
  }

  function walkList(list: unknown[], place: Place): void {
    if (list.length === 0) add(place, nothingIn('array'))
    else if (list.every(isPlain)) add(place, listValue(list))
    else for (const [index, element] of list.entries()) walk(element, elementOf(place, index))
  }

  function walkObject(object: Record<string, unknown>, place: Place): void {
    const set = Object.entries(object).filter(([key, value]) => isSet(key, value))
    // Its type and its nulls are all such an object says: the type stays in `raw`.
    if (set.length === 0) add(place, nothingIn('object', stableJson({ ...object, id: undefined })))
    const encrypted = object['isEncrypted'] === true || typeof object['valueState'] === 'string'
    for (const [key, value] of set) {
      const below = placeOf(key, shape, place)
      if (encrypted && key === 'value') add(below, secretValue(value, secrets))
      else walk(value, below)
    }
  }

  function add(place: Place, value: RowValue): void {
    const label = rowLabel(place.parent, place.own, place.index)
    drafts.push({ value, path: place.path, label, category: null, ownName: place.ownName, definitionId: null })
  }
}

function placeOf(key: string, shape: TypedShape, above?: Place): Place {
  const property = above ? `${above.property}/${key}` : key
  return {
    path: above ? `${above.path}/${childPath('', key)}` : childPath('', key),
    property,
    ownName: wellFormed(key),
    parent: above ? rowLabel(above.parent, above.own, above.index) : '',
    own: shape.label?.(property) ?? collapse(humaniseProperty(key)),
    depth: (above?.depth ?? 0) + 1,
  }
}

/** An element of a list has its list's label with a number; an element of a list in a list, both numbers. */
function elementOf(place: Place, index: number): Place {
  const own = place.index === undefined ? place.own : `${place.own} [${place.index + 1}]`
  return { ...place, path: `${place.path}/${index}`, own, index, depth: place.depth + 1 }
}

function isSet(key: string, value: unknown): boolean {
  return value !== null && value !== undefined && key !== 'id' && !isAnnotation(key)
}

/** OData's own words: `@odata.type`, `assignments@odata.context`, and the actions that full metadata lists. */
function isAnnotation(key: string): boolean {
  return key.includes('@odata.') || key.startsWith('#microsoft.graph.')
}

function unreadable(place: Place): AppError {
  const message = `The property ${wellFormed(place.property).slice(0, 300)} has a form that cannot be read.`
  return new AppError('sync.policy_unreadable', { message })
}
