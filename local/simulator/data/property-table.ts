/**
 * What a property holds: b boolean, n number, s text, d text that is a time, e one of some words, l list, o object,
 * a object of one of several types.
 */
export type PropertyKind = 'b' | 'n' | 's' | 'd' | 'e' | 'l' | 'o' | 'a'

export interface Property {
  kind: PropertyKind
  /** Of an enumeration; the first is the one that says nothing. */
  choices: readonly string[]
  /** The table that describes the object (one of its types), or the elements of the list; undefined: a list of texts. */
  of?: string
}

/** `name:kind`, `name:e=one|two`, `name:o=Table`, `name:a=Table`, `name:l=Table`, separated by blanks. */
export function parseTable(text: string): ReadonlyMap<string, Property> {
  return new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [, name, kind, more] = /^(\w+):([bnsdeloa])(?:=(\S+))?$/.exec(entry) ?? []
        if (!name || !kind) throw new Error(`the property ${entry} cannot be understood`)
        const property: Property = { kind: kind as PropertyKind, choices: kind === 'e' ? (more?.split('|') ?? []) : [] }
        if (kind !== 'e' && more !== undefined) property.of = more
        return [name, property]
      }),
  )
}
