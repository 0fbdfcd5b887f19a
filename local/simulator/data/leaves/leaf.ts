import type { Json } from '../../json'

/** One value that a policy sets, with a function to change it. */
export interface Leaf {
  path: string
  value: Json
  secret?: true
  definitionId?: string
  /** The value is in a navigation property. */
  expanded?: true
  set(value: Json): void
}

/** Encodes one segment of a path. */
export function segment(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('/', '%2F').replaceAll('\u0000', '%00')
}

export function notSettable(): never {
  throw new Error('a group has no value of its own')
}

/** Marks values as part of a navigation property. */
export function* expanded(leaves: Iterable<Leaf>): Iterable<Leaf> {
  for (const leaf of leaves) yield { ...leaf, expanded: true }
}
