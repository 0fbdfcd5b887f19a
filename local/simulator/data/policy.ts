import type { JsonObject } from '../json'

/** The collections of policies the simulator serves. */
export const collections = [
  'configurationPolicies',
  'deviceCompliancePolicies',
  'deviceConfigurations',
  'intents',
  'compliancePolicies',
] as const

export type CollectionName = (typeof collections)[number]

export function isCollection(name: string): name is CollectionName {
  return (collections as readonly string[]).includes(name)
}

/** One thing for each collection. */
export function forEachCollection<T>(make: (name: CollectionName) => T): Record<CollectionName, T> {
  return Object.fromEntries(collections.map((name) => [name, make(name)])) as Record<CollectionName, T>
}

/** One policy as Graph holds it: what a list shows, and what lies behind navigation properties. */
export interface Policy {
  id: string
  /** Everything a list shows without `$expand`, `id` included. */
  listed(): JsonObject
  assignments(): JsonObject[]
  /** Compliance only. */
  scheduledActions(): JsonObject[]
  settingCount: number
  /** From one index up to another: `{id, settingInstance}` of the settings catalog, `{id, definitionId, valueJson}` of an intent. */
  settings(from: number, to: number): JsonObject[]
  /** Lists that only a reading of this one policy shows, by their names. */
  perItem(): Record<string, JsonObject[]>
}

/** The policies of a tenant as they came, at fixed positions. */
export interface PolicySource {
  /** What makes this source's seeded oddities its own. */
  seed: number
  size(collection: CollectionName): number
  /** By lower-cased id. */
  find(collection: CollectionName, id: string): number | undefined
  at(collection: CollectionName, position: number): Policy
}
