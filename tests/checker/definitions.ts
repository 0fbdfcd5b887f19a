import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type Json, type JsonObject, isObject, objects } from './model'
import { collapse, humanised, sortedBy } from './text'

/** Definitions as Graph gives them, by lower-cased id. */
export type Definitions = ReadonlyMap<string, JsonObject>

export function definitionsOf(list: Iterable<JsonObject>): Definitions {
  const found = new Map<string, JsonObject>()
  for (const one of list) found.set(String(one['id']).toLowerCase(), one)
  return found
}

/** Packed JSON Lines. */
export function readDefinitions(...files: string[]): Definitions {
  return definitionsOf(files.flatMap(readLines))
}

function readLines(file: string): JsonObject[] {
  const lines = gunzipSync(readFileSync(file)).toString().split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as JsonObject)
}

/** Values that the portal shows while nothing is configured: JSON texts, by property name. */
export type Unconfigured = ReadonlyMap<string, ReadonlySet<string>>

export function readUnconfigured(file: string): Unconfigured {
  const found = new Map<string, Set<string>>()
  for (const { property, unconfiguredValue, defaultValue } of readLines(file)) {
    const value = unconfiguredValue ?? defaultValue
    const key = String(property).split(/[./]/).at(-1) ?? ''
    if (value !== undefined) found.set(key, (found.get(key) ?? new Set()).add(JSON.stringify(value)))
  }
  return found
}

/** The portal's name; empty when it is missing (`LOC NEEDED…` is a placeholder of Microsoft's). */
export function displayName(definition: JsonObject | undefined): string {
  const name = collapse(String(definition?.['displayName'] ?? ''))
  return name.startsWith('LOC NEEDED') ? '' : name
}

export function labelOf(id: string, definition: JsonObject | undefined): string {
  return displayName(definition) || collapse(String(definition?.['name'] ?? '')) || humanised(id)
}

/** The keyword that begins with a backslash. */
export function categoryOf(definition: JsonObject | undefined): string | null {
  const keywords = definition?.['keywords']
  const paths = (Array.isArray(keywords) ? keywords : []).filter((word) => String(word).startsWith('\\'))
  const [first] = sortedBy(
    paths.map((path) => collapse(String(path).slice(1))),
    (path) => path,
  )
  return first || null
}

/** Whether a collection may have more than one element; true when the definition is unknown. */
export function mayHoldMany(definition: JsonObject | undefined): boolean {
  if (!definition) return true
  const maxBytes = definition['maximumCount']
  return typeof maxBytes === 'number' ? maxBytes > 1 : String(definition['@odata.type']).includes('Collection')
}

/** The label of a catalog option, or its id when there is none. */
export function optionLabel(itemId: string, definition: JsonObject | undefined): string {
  const option = objects(definition?.['options'])
    .toReversed()
    .find((one) => String(one['itemId']).toLowerCase() === itemId.toLowerCase())
  const label = collapse(String(option?.['displayName'] ?? '')) || collapse(String(option?.['name'] ?? ''))
  return label || itemId
}

/** The label of a typed value that a definition's enumeration names; undefined for others. */
export function enumLabel(value: Json, definition: JsonObject | undefined): string | undefined {
  for (const constraint of objects(definition?.['constraints'])) {
    const found = objects(constraint['values']).find((one) => same(one['value'] ?? null, value))
    const label = collapse(String(found?.['displayName'] ?? ''))
    if (label !== '' && !label.startsWith('LOC NEEDED')) return label
  }
  return undefined
}

/** Graph writes every value of an enumeration as text. */
function same(named: Json, value: Json): boolean {
  return named !== null && String(named).toLowerCase() === String(value).toLowerCase()
}

export function isSecretDefinition(definition: JsonObject | undefined): boolean {
  const value = definition?.['valueDefinition']
  if (isObject(value) && value['isSecret'] === true) return true
  return objects(definition?.['constraints']).some((one) => String(one['@odata.type']).endsWith('SecretConstraint'))
}
