import { type Json, isObject } from '../json'

/** A value that differs between the copies of a template. */
export class OneOf {
  readonly values: readonly Json[]

  constructor(values: readonly Json[]) {
    this.values = values
  }
}

/** The original has the first value; each copy has one of them. */
export const oneOf = (...values: [Json, ...Json[]]): OneOf => new OneOf(values)

/** JSON in which values may differ between copies. */
export type Data = string | number | boolean | null | OneOf | readonly Data[] | DataObject

export interface DataObject {
  readonly [key: string]: Data
}

/** A policy of the demo tenant. */
export interface Template {
  collection: string
  name: string
  description?: string
  /** Who gets it, as `assignmentsOf` reads it. Nobody by default. */
  to?: readonly string[]
  /** Has no copies, because its name or purpose is that of one group. */
  single?: boolean
  /** Names of scope tags. */
  tags?: readonly string[]
  /** Other properties as Graph has them, with what is below the policy under its name. */
  properties?: DataObject
  /** Settings of the catalog, as `settingsOf` reads them. */
  settings?: DataObject
}

/** Replaces every `oneOf` by what `pick` returns for it. */
export function resolved(data: Data, pick: (values: readonly Json[]) => Json): Json {
  if (data instanceof OneOf) return pick(data.values)
  if (Array.isArray(data)) return data.map((entry: Data) => resolved(entry, pick))
  if (!isObject(data)) return data as Json
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, resolved(value as Data, pick)]))
}
