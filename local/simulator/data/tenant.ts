import { Directory } from './directory'
import { type CollectionName, type Policy, type PolicySource, forEachCollection } from './policy'

interface Edits {
  changed: Map<number, Policy | null>
  added: Policy[]
  addedAt: Map<string, number>
}

/**
 * A simulated tenant: its source and the edits since. Positions never change: a removed policy leaves a hole, a new one
 * comes last, so that a list that is being read neither repeats nor skips other policies.
 */
export class Tenant {
  readonly id: string
  readonly seed: number
  readonly synthetic: boolean
  readonly directory: Directory
  /** Collections without a licence. */
  readonly unlicensed = new Set<CollectionName>()
  readonly #source: PolicySource
  readonly #edits = forEachCollection((): Edits => ({ changed: new Map(), added: [], addedAt: new Map() }))

  constructor(id: string, source: PolicySource, synthetic: boolean, directory = new Directory()) {
    this.id = id
    this.seed = source.seed
    this.synthetic = synthetic
    this.directory = directory
    this.#source = source
  }

  /** Number of positions, including holes. */
  size(collection: CollectionName): number {
    return this.#source.size(collection) + this.#edits[collection].added.length
  }

  /** Returns the policy at a position; undefined for a hole. */
  at(collection: CollectionName, position: number): Policy | undefined {
    const edits = this.#edits[collection]
    const changed = edits.changed.get(position)
    if (changed !== undefined) return changed ?? undefined
    const base = this.#source.size(collection)
    return position < base ? this.#source.at(collection, position) : edits.added[position - base]
  }

  get(collection: CollectionName, id: string): Policy | undefined {
    const position = this.#position(collection, id)
    return position === undefined ? undefined : this.at(collection, position)
  }

  put(collection: CollectionName, policy: Policy): void {
    const edits = this.#edits[collection]
    const position = this.#position(collection, policy.id)
    if (position !== undefined) edits.changed.set(position, policy)
    else {
      edits.addedAt.set(policy.id.toLowerCase(), this.size(collection))
      edits.added.push(policy)
    }
  }

  /** Removes a policy. Returns false when there is none. */
  remove(collection: CollectionName, id: string): boolean {
    const position = this.#position(collection, id)
    if (position === undefined || !this.at(collection, position)) return false
    this.#edits[collection].changed.set(position, null)
    return true
  }

  *policies(collection: CollectionName): Iterable<Policy> {
    for (let position = 0; position < this.size(collection); position++) {
      const policy = this.at(collection, position)
      if (policy) yield policy
    }
  }

  #position(collection: CollectionName, id: string): number | undefined {
    const key = id.toLowerCase()
    return this.#edits[collection].addedAt.get(key) ?? this.#source.find(collection, key)
  }
}
