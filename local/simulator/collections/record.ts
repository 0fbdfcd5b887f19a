import type { Leaf } from '../data/leaves/leaf'
import type { Parent, Policy } from '../data/policy'
import type { GraphAnswer, GraphCall, Version } from '../graph/answer'
import type { GraphData } from '../graph/data'
import type { PageSize } from '../graph/page'
import type { Treatment } from '../graph/query'
import type { JsonObject } from '../json'

/**
 * Everything that the simulator knows of one Graph collection. Shared code reads this record and never checks which collection
 * it serves, so a new one is one folder and one line in the registry.
 */
export interface Collection {
  /** The last part of its path: the key of everything stored about it, and the product's `source`. */
  name: string
  /** Below the version: `deviceManagement/intents`, `deviceAppManagement/…`, `identity/conditionalAccess/policies`, `policies/…`. */
  path: string
  /** One object and no list: `GET path` answers the object itself. */
  singleton?: true
  versions: readonly Version[]
  /** Application permissions that read it; one of them is enough. */
  permissions: readonly string[]
  /** The service plan that the tenant must have (`subscribedSkus`). */
  licence: string
  /** Graph's status for an object that is not there. */
  missing: 400 | 404
  /** How its ids look; a created object gets one like that. */
  ids: { pattern: RegExp; make(uuid: string): string }
  options: QueryOptions
  /** What Graph answers for a property that nobody set. */
  defaults: JsonObject
  /** Whether Graph knows a property. Others are dropped when an object is stored, and named. */
  knows(property: string, object: JsonObject): boolean
  /** What an export tool calls otherwise. Default: nothing. */
  adapt?(exported: JsonObject): JsonObject
  /** Properties that follow from others: `isAssigned`, `settingCount`. */
  computed?(policy: Pick<Policy, 'list'>): JsonObject
  /**
   * What a list shows of an object; some lists leave content out, some unless `$select` names it. Default: the whole object.
   */
  listed?(item: JsonObject, selected: readonly string[]): JsonObject
  /** The same for an object that is read alone. */
  alone?(item: JsonObject, selected: readonly string[]): JsonObject
  /** Navigation properties, `assignments` among them. */
  children: Readonly<Record<string, Child>>
  /** Functions below one object, by name. */
  functions?: Readonly<Record<string, BoundFunction>>
  /** The writes that Graph accepts. None is served yet (501). */
  writes: readonly ('create' | 'update' | 'delete' | 'assign')[]
  /** Whether an exported object belongs to this collection. */
  isExport(object: JsonObject): boolean
  /** Yields every value that a whole policy sets. */
  leaves(whole: JsonObject): Iterable<Leaf>
  random: RandomPolicies
  sample: Sample
}

/** What Graph does with the options of a query. `refused`: 400. `ignored`: as if it were not there. */
export interface QueryOptions extends Treatment {
  /** A list that takes no `$top` comes as one page. */
  top: PageSize | 'ignored' | 'refused'
  /** Properties that `$select` may name; those of derived types are not. */
  select: ReadonlySet<string> | 'ignored'
  /** A page says how many entries it has. Default: yes. */
  count?: false
}

/** A navigation property: a list (or one object) below an object, with a path of its own and a name for `$expand`. */
export interface Child {
  /** One object instead of a list. It always has a path of its own. */
  single?: true
  /** Pages of its own path. `refused`: Graph answers 400 there. Absent: it has no path, only `$expand` shows it. */
  page?: PageSize | 'refused'
  /** Replaces the permissions of the collection. */
  permissions?: readonly string[]
  /** What `$expand` shows where its parent is in a list, is read alone, or is itself shown by `$expand`. Absent: 400. */
  expand: { list?: Expansion; item?: Expansion; inside?: Expansion }
  /** The derived types that have it; `$expand` and its path must name one: `microsoft.graph.{cast}/{name}`. */
  casts?: readonly string[]
  /** Below each of its entries, to any depth. An entry holds them under their names; without `$expand` they are left out. */
  children?: Readonly<Record<string, Child>>
  /** What Graph sends of an entry; `manifest` and control API show it as it is stored. Default: the same. */
  sent?(entry: JsonObject): JsonObject
  /** How an entry is stored: ids that an export lacks. `parentId`: of the object that it is below. */
  stored?(entry: JsonObject, index: number, parentId: string): JsonObject
  /** Its entries, where they are not stored with the object (definitions of a setting). Not part of a whole policy then. */
  entries?(parent: Parent, data: GraphData, tenantId: string): JsonObject[] | Promise<JsonObject[]>
}

/** `whole`: all entries. `firstPage`: the first page and a link. `empty`: `[]`, although there are entries. */
export type Expansion = 'whole' | 'firstPage' | 'empty'

/** A function below an object: `getOmaSettingPlainTextValue(secretReferenceValueId='…')`. */
export interface BoundFunction {
  permissions?: readonly string[]
  serve(call: GraphCall, policy: Policy, given: Readonly<Record<string, string>>): GraphAnswer
}

/** Policies of synthetic tenants, made from a seed. Each collection draws from a stream of its own. */
export interface RandomPolicies {
  /**
   * How many a tenant has. `share`: of the policies that were asked for; all shares together are 1. `onTop`: for each policy
   * asked for, beside them, so that a tenant of an old seed keeps its policies when a collection is added.
   */
  size: { share: number } | { onTop: number }
  id(seed: number, n: number): string
  /** The n-th policy of the tenant. `odd`: with values that are extreme for databases and indexes. */
  make(seed: number, n: number, odd: boolean): Policy
}

/** One policy with everything below it, as Graph has it, and what the product must make of it. */
export interface Sample {
  /** All navigation properties stand under their names. */
  policy: JsonObject & { id: string }
  policyName: string
  policyType: string
  /** Rows that must occur: path and shown value. */
  rows: readonly (readonly [path: string, value: string])[]
  /** Names of settings that must occur. */
  settingNames: readonly string[]
  /** Texts planted as secrets; no row may contain them. */
  secrets: readonly string[]
  /** Definitions that Graph has for its settings, as Graph sends them. */
  definitions?: readonly JsonObject[]
}
