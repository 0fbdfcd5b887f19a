import { plain, textOf } from './catalog'
import { type Definitions, displayName, enumLabel, isSecretDefinition } from './definitions'
import { type Expected, type Json, type JsonObject, type Label, type Shown, isPlain } from './model'
import { base64Shown } from './base64'
import { segment, storable } from './text'

/** The place of a value inside a typed policy or an intent's value. */
export interface Place {
  path: string
  /** The property's name, without indexes. */
  property: string
  labels: Label[]
  /** Of the property itself. */
  definition: JsonObject | undefined
  known: Definitions
}

/** Properties whose value is a secret, whatever type has them. */
const secrets = new Set([
  'preSharedKey',
  'sharedSecret',
  'sharedKey',
  'password',
  'passcode',
  'proxyPassword',
  'wepKey',
  'wiFiPreSharedKey',
  'kioskModeWifiPassword',
  'kioskModeExitCode',
  'customPassword',
  'passwordFormatString',
  'passphrase',
  'advancedThreatProtectionOffboardingBlob',
  'advancedThreatProtectionOnboardingBlob',
  'azureOperationalInsightsWorkspaceKey',
  'license',
  'productKey',
])

/** Properties that are always decoded from base64. */
const packed = new Set(['payload', 'rulesContent'])

/** The rows of one value that is not in a list. */
export function* valueRows(value: Json, place: Place): Iterable<Expected> {
  if (value === null) return
  if (isSecret(value, place)) yield row(place, value, [{ type: 'secret' }], textOf(value))
  else if (isPlain(value)) yield row(place, value, shownAs(value, place))
  else if (!Array.isArray(value)) yield* objectRows(value, place)
  else if (value.length === 0) yield row(place, [], [{ type: 'array', text: '[]' }])
  else if (value.every(isPlain)) yield row(place, value, listShown(value, place))
  else for (const [i, element] of value.entries()) yield* valueRows(element, elementOf(place, i))
}

function* objectRows(object: JsonObject, place: Place): Iterable<Expected> {
  const set = Object.keys(object).filter((key) => isSetting(key) && object[key] !== null)
  if (set.length === 0) {
    const { id: _, ...rest } = object
    yield row(place, rest, [{ type: 'object', text: '[]' }])
  }
  const hidden = object['isEncrypted'] === true || typeof object['valueState'] === 'string'
  for (const key of set) {
    const value = object[key] ?? null
    const below = propertyOf(object, key, place)
    if (hidden && key === 'value') yield row(below, value, [{ type: 'secret' }], textOf(value))
    else yield* valueRows(value, below)
  }
}

/** Whether a property is a setting: no annotation, no action, no id. */
export function isSetting(key: string): boolean {
  return key !== 'id' && !key.includes('@odata.') && !key.startsWith('#microsoft.graph.')
}

function topLevel(policy: JsonObject, key: string, known: Definitions): Place {
  return propertyOf(policy, key, { path: '', property: '', labels: [], definition: undefined, known })
}

/** A property of an object. Its definition is found by the object's type or in the parent's definition. */
export function propertyOf(object: JsonObject, key: string, parent: Place): Place {
  const { known } = parent
  const type = String(object['@odata.type'] ?? '').replace('#microsoft.graph.', 'deviceConfiguration--')
  const implementation = String(object['$implementationId'])
  const definition =
    known.get(`${type}_${key}`.toLowerCase()) ??
    known.get(`${implementation}_${key}`.toLowerCase()) ??
    listedBelow(parent, key)
  const name = displayName(definition)
  return {
    known,
    definition,
    property: key,
    path: parent.path === '' ? segment(key) : `${parent.path}/${segment(key)}`,
    labels: [...parent.labels, name === '' ? { text: key, loose: true } : { text: name }],
  }
}

/** Finds the property in the list of the complex definition, or of the collection's element. */
function listedBelow({ definition, known }: Place, key: string): JsonObject | undefined {
  const element = known.get(String(definition?.['elementDefinitionId']).toLowerCase())
  for (const complex of [definition, element]) {
    const ids = complex?.['propertyDefinitionIds']
    for (const id of Array.isArray(ids) ? ids : [])
      if (String(id).toLowerCase().endsWith(`_${key.toLowerCase()}`)) return known.get(String(id).toLowerCase())
  }
  return undefined
}

function elementOf(place: Place, index: number): Place {
  const [own = { text: '' }, ...parent] = place.labels.toReversed()
  const inner: Label = own.number === undefined ? own : { ...own, text: `${own.text} [${own.number}]` }
  return {
    ...place,
    path: `${place.path}/${index}`,
    labels: [...parent.toReversed(), { ...inner, number: index + 1 }],
  }
}

function isSecret(value: Json, { property, definition }: Place): boolean {
  return isSecretDefinition(definition) || (typeof value === 'string' && secrets.has(property))
}

function shownAs(value: Json, { property, definition }: Place): Shown[] {
  const label = enumLabel(value, definition)
  if (label !== undefined) return [{ type: 'choice', text: label }]
  const decoded = typeof value === 'string' ? base64Shown(value) : undefined
  if (decoded && packed.has(property)) return [decoded]
  return decoded ? [plain(value), decoded] : [plain(value)]
}

/** A list is shown as sent, or with the labels of its values. */
function listShown(values: Json[], { definition, known }: Place): Shown[] {
  const element = known.get(String(definition?.['elementDefinitionId']).toLowerCase())
  const labels = values.map((value) => enumLabel(value, element) ?? enumLabel(value, definition) ?? value)
  return [
    { type: 'array', json: values },
    { type: 'array', json: labels },
  ]
}

function row({ path, labels, definition, property }: Place, raw: Json, shown: Shown[], secret?: string): Expected {
  return {
    path,
    raw,
    shown,
    labels,
    ...(secret === undefined ? {} : { secret }),
    suffixes: [null, storable(property), definition ? `[${storable(String(definition['id']))}]` : null],
    definitionId: definition ? storable(String(definition['id'])) : null,
    category: null,
    known: displayName(definition) !== '',
    ...(isPlain(raw) && secret === undefined ? { property } : {}),
  }
}

/** Properties of every typed policy that are not settings. */
const metadata = new Set([
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

/** An empty navigation property is not a value that an administrator set. */
function isEmptyNavigation(key: string, value: Json | undefined): boolean {
  return key === 'privacyAccessControls' && Array.isArray(value) && value.length === 0
}

/** The rows of a policy's typed properties. `not`: properties that the collection reads in another way. */
export function* typedRows(policy: JsonObject, known: Definitions, not: string[]): Iterable<Expected> {
  for (const key of Object.keys(policy))
    if (isSetting(key) && !metadata.has(key) && !not.includes(key) && !isEmptyNavigation(key, policy[key]))
      yield* valueRows(policy[key] ?? null, topLevel(policy, key, known))
}
