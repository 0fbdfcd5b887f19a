/** This folder checks the rows of the real code and shares no code with it: it imports only Node and itself. */

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [property: string]: Json
}

/** One full policy as Graph has it, with its navigation properties under their names. */
export interface SourcePolicy {
  collection: string
  /** Null when an export has none; the policy is then found by its name. */
  id: string | null
  policy: JsonObject
}

/** A row of `policy_settings`, with the table's own column names. */
export interface Row {
  tenant_id: string
  graph_policy_id: string
  policy_name: string
  policy_type: string
  setting_name: string
  setting_value: string
  setting_value_type: string
  source: string | null
  setting_path: string | null
  raw_value: string | null
  definition_id: string | null
  category: string | null
  is_default: boolean | null
}

/** How a value may be shown: its type, and the exact text or the JSON that the text must equal. */
export interface Shown {
  type: string
  text?: string
  json?: Json
}

/** One level of a setting's name. `loose`: compare only letters and digits, in any case. */
export interface Label {
  text: string
  loose?: true
  /** Counted from 1. */
  number?: number
}

/** What a row must be. */
export interface Expected {
  path: string
  /** `raw_value` must be the JSON of this value. */
  raw: Json
  /** Any of these. */
  shown: Shown[]
  /** A secret's text, which no row may contain. */
  secret?: string
  labels: Label[]
  /** Suffixes that may follow, in this order, to make equal names unique. */
  suffixes: (string | string[] | null)[]
  definitionId: string | null
  category: string | null
  /** Whether a definition names it. */
  known?: boolean
  /** The typed property whose plain value this is; only these can have a known unconfigured value. */
  property?: string
}

export interface Finding {
  kind: string
  /** Collection and id of the policy. */
  policy: string
  path: string
  says: string
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isPlain(value: unknown): value is null | boolean | number | string {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** The objects in a list; none where there is no list. */
export function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Items by a key of theirs, in the order in which they come. */
export function grouped<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const same = groups.get(key(item))
    if (same) same.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
