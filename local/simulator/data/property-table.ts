/** b boolean, n number, s string, d time as string, e enumeration, l list, o object, a object of one of several types. */
export type PropertyKind = 'b' | 'n' | 's' | 'd' | 'e' | 'l' | 'o' | 'a'

export interface Property {
  kind: PropertyKind
  /** The values of an enumeration; the first means "not set". */
  choices: readonly string[]
  /** The table of the object, or of the elements of the list; undefined for a list of strings. */
  of?: string
}

/** Parses `name:kind`, `name:e=one|two` and `name:o=Table` (also `a`, `l`), separated by spaces. Throws otherwise. */
export function parseTable(text: string): ReadonlyMap<string, Property> {
  return new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [, name, kind, more] = /^(\w+):([bnsdeloa])(?:=(\S+))?$/.exec(entry) ?? []
        if (!name || !kind) throw new Error(`the property ${entry} is not valid`)
        const property: Property = { kind: kind as PropertyKind, choices: kind === 'e' ? (more?.split('|') ?? []) : [] }
        if (kind !== 'e' && more !== undefined) property.of = more
        return [name, property]
      }),
  )
}
