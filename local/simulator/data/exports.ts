import type { Collection } from '../collections/record'
import { assignmentsOf, madeUpAssignments } from '../demo/assignments'
import { type JsonObject, objects } from '../json'
import { hash32, random, uuid } from '../seed'
import { exportFiles } from './export-files'
import type { Policy, PolicySource } from './policy'
import { store } from './stored-policy'
import { typeOf } from './typed'

/** The result of loading a folder of exported policies. */
export interface Loaded {
  served: Record<string, number>
  /** Files or objects that are not served, with the reason. `kind`: what they are, where that is the reason. */
  notServed: { file: string; why: string; kind?: string }[]
  /** Policies with the id of another, which got a new one. */
  newIds: { file: string; sameAs: string }[]
  /** Properties that Graph does not have. */
  dropped: { file: string; properties: string[] }[]
}

/**
 * Loads all JSON files below a folder into these collections. `assign`: policies without assignments get some of the demo
 * tenant's groups, always the same ones. Throws when the folder does not exist or nothing in it is served.
 */
export function loadExports(
  folder: string,
  collections: readonly Collection[],
  { assign = false }: { assign?: boolean } = {},
): { source: PolicySource; loaded: Loaded } {
  const loaded: Loaded = { served: {}, notServed: [], newIds: [], dropped: [] }
  const policies = new Map(collections.map(({ name }): [string, Policy[]] => [name, []]))
  const ids = new Map<string, string>()
  for (const read of exportFiles(folder)) {
    if ('why' in read) loaded.notServed.push(read)
    else for (const [i, object] of read.objects.entries()) addObject(object, i === 0 ? read.file : `${read.file}#${i}`)
  }
  for (const [collection, own] of policies) loaded.served[collection] = own.length
  if (ids.size === 0)
    throw new Error(`Nothing in ${folder} can be served: ${reasons(loaded).join('; ') || 'no JSON files'}.`)
  return { source: fixedSource(policies, hash32(...ids.keys())), loaded }

  function addObject(object: JsonObject, name: string): void {
    const collection = collections.find(({ isExport }) => isExport(object))
    if (!collection) return void loaded.notServed.push({ file: name, ...whyNot(object) })
    const id = idFor(collection, object, name)
    const stored = stackSafe(() => store(collection, assign ? assigned(object, id) : object, id))
    if (!stored) return void loaded.notServed.push({ file: name, why: 'is nested too deeply' })
    const { policy, dropped } = stored
    ids.set(keyOf(collection, policy.id), name)
    if (dropped.length > 0) loaded.dropped.push({ file: name, properties: dropped })
    policies.get(collection.name)!.push(policy)
  }

  /** The id of an export, or one made of its file's name. */
  function idFor(collection: Collection, { id }: JsonObject, name: string): string {
    const made = collection.ids.make(uuid(name.replaceAll('\\', '/')))
    const given = typeof id === 'string' && id !== '' ? id : made
    const sameAs = ids.get(keyOf(collection, given))
    if (sameAs !== undefined) loaded.newIds.push({ file: name, sameAs })
    return sameAs === undefined ? given : made
  }
}

const keyOf = ({ name }: Collection, id: string) => `${name}/${id.toLowerCase()}`

/** Says what a folder contained: counts, kinds that are not served, and each file that has a problem of its own. */
export function describeLoaded(loaded: Loaded): string[] {
  const counts = Object.entries(loaded.served).filter(([, n]) => n > 0)
  return [
    counts.map(([collection, n]) => `${n} ${collection}`).join(', '),
    ...reasons(loaded),
    ...loaded.newIds.map(({ file, sameAs }) => `a new id, because ${sameAs} has the same: ${file}`),
    ...loaded.dropped.map(
      ({ file, properties }) => `dropped, because Graph has no such property: ${file}: ${properties.join(', ')}`,
    ),
  ]
}

function reasons({ notServed }: Loaded): string[] {
  const kinds = new Map<string, number>()
  for (const { kind } of notServed) if (kind !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const summary = [...kinds].sort(([, a], [, b]) => b - a).map(([kind, n]) => `${n} ${kind}`)
  const files = notServed.filter(({ kind }) => kind === undefined).map(({ file, why }) => `not served: ${file}: ${why}`)
  return [...(summary.length > 0 ? [`not served yet: ${summary.join(', ')}`] : []), ...files]
}

/** Undefined for JSON that is deeper than the stack. */
function stackSafe<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function whyNot(object: JsonObject): { why: string; kind: string } {
  const type = typeOf(object)
  if (type !== '') return { why: `${type} is not served`, kind: type }
  const properties = Object.keys(object).slice(0, 3).join(', ')
  return { why: `not a policy of a served collection (${properties} …)`, kind: 'without a known type' }
}

function assigned(object: JsonObject, id: string): JsonObject {
  if (objects(object['assignments']).length > 0) return object
  return { ...object, assignments: assignmentsOf(madeUpAssignments(random('assign', id)), id) }
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
