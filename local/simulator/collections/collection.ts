import type { Leaf } from '../data/leaves/leaf'
import type { CollectionName, Policy } from '../data/policy'
import type { Stored } from '../data/stored-policy'
import type { GraphAnswer, GraphCall, Version } from '../graph/answer'
import type { GraphData } from '../graph/data'
import type { PageSize, Paging } from '../graph/page'
import type { Expand } from '../graph/query'
import type { JsonObject } from '../json'

/**
 * All that is special about one collection of policies. Shared code never asks which one it serves: the record answers
 * for itself.
 */
export interface Collection {
  name: CollectionName
  /** The versions of Graph that have it. */
  versions: readonly Version[]
  /** Application permissions; one of them is enough. */
  permissions: readonly string[]
  pageSize: PageSize
  /** How Graph tells that there is no such policy. */
  missing: 400 | 404
  /** Properties that `$select` may name; one of a derived type is none of them. */
  selectable: ReadonlySet<string>
  /** What `$expand` may name, in the list and on a single policy. */
  expand: { list: Expandables; item: Expandables }
  /** What lies below a policy, by path segment or name of the function. */
  parts: Readonly<Record<string, Part>>
  /** A policy out of JSON as exports have it. */
  stored(json: JsonObject, id: string): Stored
  /** What lies behind a policy's navigation properties, assignments left out. */
  nested(policy: Policy): JsonObject
  /** Every value that a policy in one piece sets. */
  leaves(whole: JsonObject): Iterable<Leaf>
}

export type Expandables = Readonly<Record<string, Expandable>>

export interface Expandable {
  /** What may be expanded inside it; one level is all that Graph allows. */
  inside?: readonly string[]
  /** The properties it adds to the policy. */
  show(policy: Policy, asked: { inside: Expand[]; call: GraphCall; paging: Paging }): JsonObject
}

export interface Part {
  /** Instead of the collection's. */
  permissions?: readonly string[]
  serve(asked: PartCall): GraphAnswer | Promise<GraphAnswer>
}

export interface PartCall {
  call: GraphCall
  collection: Collection
  policy: Policy
  data: GraphData
  /** What a function was given, by parameter. */
  given: Readonly<Record<string, string>>
}
