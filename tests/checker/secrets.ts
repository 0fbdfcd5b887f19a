import type { Expected, Row } from './model'

/** Makes a function that finds rows which contain a secret, as plain or JSON-escaped text. */
export function secretFinder(expected: Iterable<Expected>): (row: Row) => boolean {
  const texts = new Set([...expected].flatMap(({ secret }) => secret?.split('\n') ?? []))
  // short texts and masks occur everywhere
  const secrets = [...texts].filter((text) => text.length > 5 && !/^\*+$|^PGEvPg==$/.test(text)).map(asJson)
  return (row) => {
    const told = JSON.stringify(row)
    return secrets.some((secret) => told.includes(secret))
  }
}

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
