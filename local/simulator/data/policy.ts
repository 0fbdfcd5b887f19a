import type { JsonObject } from '../json'

/** One policy: its own properties, and what is below it. */
export interface Policy {
  id: string
  /** All properties without navigation properties. */
  item(): JsonObject
  /** The entries of a navigation property; an entry holds those below it under their names. None for an unknown name. */
  list(name: string): Entries
}

/** An object with others below it: a policy, or an entry below one. */
export type Parent = Pick<Policy, 'item' | 'list'>

/** A list whose entries may be made when they are read. */
export interface Entries {
  size: number
  /** `n`: from 0 to `size` (exclusive). */
  at(n: number): JsonObject
}

/** The original policies of a tenant by name of their collection, at fixed positions. */
export interface PolicySource {
  /** Seed for the empty pages and the order of `$batch` responses. */
  seed: number
  size(collection: string): number
  /** Returns the position of a lower-case id. */
  find(collection: string, id: string): number | undefined
  at(collection: string, position: number): Policy
}

/** Returns a list in memory as entries. */
export function entriesOf(list: readonly JsonObject[]): Entries {
  return { size: list.length, at: (n) => list[n]! }
}

/** Returns the first `count` entries, all by default. */
export function takeEntries({ size, at }: Entries, count = size): JsonObject[] {
  return Array.from({ length: Math.min(size, count) }, (_, n) => at(n))
}

/** Creates a policy whose properties and entries are made when they are read. */
export function lazyPolicy(id: string, item: () => JsonObject, lists: Readonly<Record<string, () => Entries>>): Policy {
  return { id, item, list: (name) => lists[name]?.() ?? entriesOf([]) }
}

/** Creates a policy from objects in memory. */
export function fixedPolicy(id: string, item: JsonObject, lists: Readonly<Record<string, JsonObject[]>>): Policy {
  return { id, item: () => item, list: (name) => entriesOf(lists[name] ?? []) }
}
