import type { Directory } from './directory'
import type { Policy, PolicySource } from './policy'

interface Edits {
  changed: Map<number, Policy | null>
  added: Policy[]
  addedAt: Map<string, number>
}

/** Where its policies are from; each kind has definitions of its own. */
export type TenantKind = 'demo' | 'synthetic' | 'exported'

interface TenantParts {
  /** Lower case. */
  id: string
  displayName: string
  source: PolicySource
  kind: TenantKind
  directory: Directory
}

/**
 * A simulated tenant: its source and the edits since. Positions never change: a removed policy leaves a hole, a new one
 * comes last, so that a list that is being read neither repeats nor skips other policies.
 */
export class Tenant {
  readonly id: string
  readonly displayName: string
  readonly seed: number
  readonly kind: TenantKind
  readonly directory: Directory
  /** Names of collections without a licence. */
  readonly unlicensed = new Set<string>()
  readonly #source: PolicySource
  readonly #edits = new Map<string, Edits>()

  constructor({ id, displayName, source, kind, directory }: TenantParts) {
    this.id = id
    this.displayName = displayName
    this.seed = source.seed
    this.kind = kind
    this.directory = directory
    this.#source = source
  }

  /** Number of positions, including holes. */
  size(collection: string): number {
    return this.#source.size(collection) + this.#editsOf(collection).added.length
  }

  /** Returns the policy at a position; undefined for a hole. */
  at(collection: string, position: number): Policy | undefined {
    const edits = this.#editsOf(collection)
    const changed = edits.changed.get(position)
    if (changed !== undefined) return changed ?? undefined
    const base = this.#source.size(collection)
    return position < base ? this.#source.at(collection, position) : edits.added[position - base]
  }

  get(collection: string, id: string): Policy | undefined {
    const position = this.#position(collection, id)
    return position === undefined ? undefined : this.at(collection, position)
  }

  put(collection: string, policy: Policy): void {
    const edits = this.#editsOf(collection)
    const position = this.#position(collection, policy.id)
    if (position !== undefined) edits.changed.set(position, policy)
    else {
      edits.addedAt.set(policy.id.toLowerCase(), this.size(collection))
      edits.added.push(policy)
    }
  }

  /** Removes a policy. Returns false when there is none. */
  remove(collection: string, id: string): boolean {
    const position = this.#position(collection, id)
    if (position === undefined || !this.at(collection, position)) return false
    this.#editsOf(collection).changed.set(position, null)
    return true
  }

  *policies(collection: string): Iterable<Policy> {
    for (let position = 0; position < this.size(collection); position++) {
      const policy = this.at(collection, position)
      if (policy) yield policy
    }
  }

  #editsOf(collection: string): Edits {
    let edits = this.#edits.get(collection)
    if (!edits) this.#edits.set(collection, (edits = { changed: new Map(), added: [], addedAt: new Map() }))
    return edits
  }

  #position(collection: string, id: string): number | undefined {
    const key = id.toLowerCase()
    return this.#editsOf(collection).addedAt.get(key) ?? this.#source.find(collection, key)
  }
}
