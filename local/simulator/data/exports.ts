import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Collection } from '../collections/record'
import { type Json, type JsonObject, isObject } from '../json'
import { hash32, uuid } from '../seed'
import type { Policy, PolicySource } from './policy'
import { store } from './stored-policy'
import { typeOf } from './typed'

/** The result of loading a folder of exported policies. */
export interface Loaded {
  served: Record<string, number>
  /** Files or objects that are not served, with the reason. */
  notServed: { file: string; why: string }[]
  /** Properties that Graph does not have. */
  dropped: { file: string; properties: string[] }[]
}

/** Loads all JSON files below a folder into these collections. Throws when the folder does not exist. */
export function loadExports(
  folder: string,
  collections: readonly Collection[],
): { source: PolicySource; loaded: Loaded } {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder} to load policies from.`)
  const loaded: Loaded = { served: {}, notServed: [], dropped: [] }
  const policies = new Map(collections.map(({ name }): [string, Policy[]] => [name, []]))
  const ids = new Map<string, string>()
  for (const file of jsonFiles(folder)) {
    const name = relative(folder, file)
    const parsed = readJson(file)
    if ('why' in parsed) {
      loaded.notServed.push({ file: name, why: parsed.why })
      continue
    }
    const objects = objectsOf(parsed.json)
    if (objects.length === 0) loaded.notServed.push({ file: name, why: 'contains no object' })
    for (const [i, object] of objects.entries()) addObject(object, i === 0 ? name : `${name}#${i}`)
  }
  for (const [collection, own] of policies) loaded.served[collection] = own.length
  return { source: fixedSource(policies, hash32(...ids.keys())), loaded }

  function addObject(object: JsonObject, name: string): void {
    const collection = collections.find(({ isExport }) => isExport(object))
    if (!collection) return void loaded.notServed.push({ file: name, why: whyNot(object) })
    const { id } = object
    const given = typeof id === 'string' && id !== '' ? id : collection.ids.make(uuid(name.replaceAll('\\', '/')))
    const { policy, dropped } = store(collection, object, given)
    const key = `${collection.name}/${policy.id.toLowerCase()}`
    const first = ids.get(key)
    if (first !== undefined) return void loaded.notServed.push({ file: name, why: `has the id of ${first}` })
    ids.set(key, name)
    if (dropped.length > 0) loaded.dropped.push({ file: name, properties: dropped })
    policies.get(collection.name)!.push(policy)
  }
}

function whyNot(object: JsonObject): string {
  const type = typeOf(object)
  if (type !== '') return `${type} is not served`
  return `not a policy of a served collection (${Object.keys(object).slice(0, 3).join(', ')} …)`
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (a < b ? -1 : 1))
}

/** Reads JSON in UTF-8 with or without byte order mark, or in UTF-16LE (PowerShell). */
function readJson(file: string): { json: Json } | { why: string } {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return { why: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` }
  }
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '')
  try {
    return { json: JSON.parse(text) as Json }
  } catch {
    return { why: 'is not valid JSON' }
  }
}

/** Returns the objects of a file: one policy, a list, or a page of Graph. */
function objectsOf(json: Json): JsonObject[] {
  if (Array.isArray(json)) return json.filter(isObject)
  if (!isObject(json)) return []
  return Array.isArray(json['value']) && json['id'] === undefined ? json['value'].filter(isObject) : [json]
}

/** Creates a source from policies in memory. */
function fixedSource(policies: ReadonlyMap<string, Policy[]>, seed: number): PolicySource {
  const byId = new Map(
    [...policies].map(([name, own]) => [name, new Map(own.map(({ id }, i) => [id.toLowerCase(), i]))] as const),
  )
  return {
    seed,
    size: (collection) => policies.get(collection)?.length ?? 0,
    find: (collection, id) => byId.get(collection)?.get(id),
    at: (collection, position) => policies.get(collection)![position]!,
  }
}
