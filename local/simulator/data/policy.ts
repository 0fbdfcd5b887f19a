import type { JsonObject } from '../json'

/** The collections of policies the simulator serves. */
export const collections = ['configurationPolicies', 'deviceCompliancePolicies'] as const

export type CollectionName = (typeof collections)[number]

export function isCollection(name: string): name is CollectionName {
  return (collections as readonly string[]).includes(name)
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
  /** The wrappers `{id, settingInstance}` from one index up to another. */
  settings(from: number, to: number): JsonObject[]
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
