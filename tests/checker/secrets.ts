import type { Expected, Row } from './model'

/** Finds rows that tell what is secret somewhere: the text as it is, or as JSON writes it. */
export function secretFinder(expected: Iterable<Expected>): (row: Row) => boolean {
  const texts = new Set([...expected].flatMap(({ secret }) => secret?.split('\n') ?? []))
  // what is short, or a mask already, is found everywhere and tells nothing
  const secrets = [...texts].filter((text) => text.length > 5 && !/^\*+$|^PGEvPg==$/.test(text)).map(asJson)
  return (row) => {
    const told = JSON.stringify(row)
    return secrets.some((secret) => told.includes(secret))
  }
}

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
