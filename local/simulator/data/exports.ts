import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { registry } from '../collections/registry'
import { type Json, type JsonObject, isObject } from '../json'
import { hash32, uuid } from '../seed'
import { type CollectionName, collections, forEachCollection, type Policy, type PolicySource } from './policy'
import { classifyExport } from './classify-export'

/** The result of loading a folder of exported policies. */
export interface Loaded {
  served: Record<string, number>
  /** Files or objects that are not served, with the reason. */
  notServed: { file: string; why: string }[]
  /** Properties that Graph does not have. */
  dropped: { file: string; properties: string[] }[]
}

/** Loads all JSON files below a folder. Throws when the folder does not exist. */
export function loadExports(folder: string): { source: PolicySource; loaded: Loaded } {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder} to load policies from.`)
  const loaded: Loaded = { served: {}, notServed: [], dropped: [] }
  const policies = forEachCollection((): Policy[] => [])
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
  for (const collection of collections) loaded.served[collection] = policies[collection].length
  return { source: fixedSource(policies, hash32(...ids.keys())), loaded }

  function addObject(object: JsonObject, name: string): void {
    const found = classifyExport(object)
    if ('why' in found) return void loaded.notServed.push({ file: name, why: found.why })
    const { id } = object
    const given = typeof id === 'string' && id !== '' ? id : uuid(name.replaceAll('\\', '/'))
    const { policy, dropped } = registry[found.collection].stored(object, given)
    const key = `${found.collection}/${policy.id.toLowerCase()}`
    const first = ids.get(key)
    if (first !== undefined) return void loaded.notServed.push({ file: name, why: `has the id of ${first}` })
    ids.set(key, name)
    if (dropped.length > 0) loaded.dropped.push({ file: name, properties: dropped })
    policies[found.collection].push(policy)
  }
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
function fixedSource(policies: Readonly<Record<CollectionName, Policy[]>>, seed: number): PolicySource {
  const byId = forEachCollection(
    (name) => new Map(policies[name].map((policy, i) => [policy.id.toLowerCase(), i] as const)),
  )
  return {
    seed,
    size: (collection) => policies[collection].length,
    find: (collection, id) => byId[collection].get(id),
    at: (collection, position) => policies[collection][position]!,
  }
}
