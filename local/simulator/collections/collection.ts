import type { Leaf } from '../data/leaves/leaf'
import type { CollectionName, Policy } from '../data/policy'
import type { Stored } from '../data/stored-policy'
import type { GraphAnswer, GraphCall, Version } from '../graph/answer'
import type { GraphData } from '../graph/data'
import type { PageSize, Paging } from '../graph/page'
import type { Expand } from '../graph/query'
import type { JsonObject } from '../json'

/**
 * Everything specific to one collection of policies. Shared code reads this record and never checks which collection it
 * serves.
 */
export interface Collection {
  name: CollectionName
  /** The Graph versions with this collection. */
  versions: readonly Version[]
  /** Application permissions; one of them is enough. */
  permissions: readonly string[]
  pageSize: PageSize
  /** Graph's status for a missing policy. */
  missing: 400 | 404
  /** Properties allowed in `$select`; those of derived types are not. */
  selectable: ReadonlySet<string>
  /** Names allowed in `$expand`, in the list and on a single policy. */
  expand: { list: Expandables; item: Expandables }
  /** Paths below a policy, by segment or function name. */
  parts: Readonly<Record<string, Part>>
  /** Creates a policy from exported JSON. */
  stored(json: JsonObject, id: string): Stored
  /** Returns the navigation properties of a policy, without assignments. */
  nested(policy: Policy): JsonObject
  /** Yields every value that a whole policy sets. */
  leaves(whole: JsonObject): Iterable<Leaf>
}

export type Expandables = Readonly<Record<string, Expandable>>

export interface Expandable {
  /** Names allowed in a nested `$expand`; Graph allows one level. */
  inside?: readonly string[]
  /** Returns the properties that are added to the policy. */
  show(policy: Policy, asked: { inside: Expand[]; call: GraphCall; paging: Paging }): JsonObject
}

export interface Part {
  /** Replaces the permissions of the collection. */
  permissions?: readonly string[]
  serve(asked: PartCall): GraphAnswer | Promise<GraphAnswer>
}

export interface PartCall {
  call: GraphCall
  collection: Collection
  policy: Policy
  data: GraphData
  /** The arguments of a function, by parameter. */
  given: Readonly<Record<string, string>>
}
