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

/** Creates a record with one value per collection. */
export function forEachCollection<T>(make: (name: CollectionName) => T): Record<CollectionName, T> {
  return Object.fromEntries(collections.map((name) => [name, make(name)])) as Record<CollectionName, T>
}

/** One policy: the properties in a list, and its navigation properties. */
export interface Policy {
  id: string
  /** The properties in a list without `$expand`, including `id`. */
  listed(): JsonObject
  assignments(): JsonObject[]
  /** Compliance only. */
  scheduledActions(): JsonObject[]
  settingCount: number
  /** The settings `from` up to `to` (exclusive): `{id, settingInstance}`, or `{id, definitionId, valueJson}` of an intent. */
  settings(from: number, to: number): JsonObject[]
  /** By name: lists that Graph returns only for a single policy. */
  perItem(): Record<string, JsonObject[]>
}

/** The original policies of a tenant, at fixed positions. */
export interface PolicySource {
  /** Seed for the empty pages and the order of `$batch` responses. */
  seed: number
  size(collection: CollectionName): number
  /** Returns the position of a lower-case id. */
  find(collection: CollectionName, id: string): number | undefined
  at(collection: CollectionName, position: number): Policy
}
