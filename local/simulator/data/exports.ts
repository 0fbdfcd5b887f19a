import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { registry } from '../collections/registry'
import { type Json, type JsonObject, isObject } from '../json'
import { hash32, uuid } from '../seed'
import { type CollectionName, collections, forEachCollection, type Policy, type PolicySource } from './policy'
import { sortExport } from './sort-export'

/** What a folder of exported policies held. */
export interface Loaded {
  served: Record<string, number>
  /** Files, or objects in them, that are no policy this simulator serves, and why. */
  notServed: { file: string; why: string }[]
  /** Properties that Graph would not have had. */
  dropped: { file: string; properties: string[] }[]
}

/** Loads every JSON file below a folder, whatever the nesting. Throws a sentence when there is no such folder. */
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
    if (objects.length === 0) loaded.notServed.push({ file: name, why: 'holds no object' })
    for (const [i, object] of objects.entries()) addObject(object, i === 0 ? name : `${name}#${i}`)
  }
  for (const collection of collections) loaded.served[collection] = policies[collection].length
  return { source: fixedSource(policies, hash32(...ids.keys())), loaded }

  function addObject(object: JsonObject, name: string): void {
    const sorted = sortExport(object)
    if ('why' in sorted) return void loaded.notServed.push({ file: name, why: sorted.why })
    const { id } = object
    const given = typeof id === 'string' && id !== '' ? id : uuid(name.replaceAll('\\', '/'))
    const { policy, dropped } = registry[sorted.collection].stored(object, given)
    const key = `${sorted.collection}/${policy.id.toLowerCase()}`
    const twin = ids.get(key)
    if (twin !== undefined) return void loaded.notServed.push({ file: name, why: `has the id of ${twin}` })
    ids.set(key, name)
    if (dropped.length > 0) loaded.dropped.push({ file: name, properties: dropped })
    policies[sorted.collection].push(policy)
  }
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (a < b ? -1 : 1))
}

/** UTF-8 with or without a byte order mark, or UTF-16LE as PowerShell writes it. */
function readJson(file: string): { json: Json } | { why: string } {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return { why: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` }
  }
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = bytes.toString(wide ? 'utf16le' : 'utf8').replace(/^\ufeff/, '')
  try {
    return { json: JSON.parse(text) as Json }
  } catch {
    return { why: 'is no JSON' }
  }
}

/** A policy, a list of them, or a page as Graph gives it. */
function objectsOf(json: Json): JsonObject[] {
  if (Array.isArray(json)) return json.filter(isObject)
  if (!isObject(json)) return []
  return Array.isArray(json['value']) && json['id'] === undefined ? json['value'].filter(isObject) : [json]
}

/** A source over policies that are at hand. */
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
