import { parse, stringify } from 'lossless-json'
import { ExactNumber } from './exact-number'

const isInexact = (literal: string) => String(Number(literal)) !== literal

/** Numbers between the characters that may stand around one in JSON. Also finds some inside texts, which does no harm. */
const numbers = /(?:^|[[:,])\s*(-?\d[\d.eE+-]*)(?=\s*(?:[,\]}]|$))/g

/** Whether a JSON text holds a number that `JSON.parse` would change. The time grows with the length alone. */
function holdsInexact(text: string): boolean {
  for (const [, literal] of text.matchAll(numbers)) if (isInexact(literal!)) return true
  return false
}

const orEscaped = (letter: string) => String.raw`(?:${letter}|\\u00${letter.charCodeAt(0).toString(16)})`

/** An object or list under the key `__proto__`, escaped or not. The exact parser would take it for a prototype and lose it. */
const prototype = new RegExp(`"${'__proto__'.replace(/./g, orEscaped)}"\\s*:\\s*[[{]`, 'i')

/**
 * Parses JSON like `JSON.parse`, but keeps as `ExactNumber` each number whose literal would change. Throws a
 * `SyntaxError`. A text that the exact parser cannot keep whole is parsed without: nested too deeply, or with an
 * object under the key `__proto__`.
 */
export function parseExact(text: string): unknown {
  if (!holdsInexact(text) || prototype.test(text)) return JSON.parse(text)
  try {
    return parse(text, null, {
      parseNumber: (literal) => (isInexact(literal) ? new ExactNumber(literal) : Number(literal)),
      onDuplicateKey: ({ newValue }) => newValue,
    })
  } catch (error) {
    if (error instanceof RangeError) return JSON.parse(text)
    throw error
  }
}

/** Writes JSON like `JSON.stringify`, with the literal of each `ExactNumber`. */
export function stringifyExact(value: object): string {
  if (!holdsExact(value)) return JSON.stringify(value)
  const exact = { test: (one: unknown) => one instanceof ExactNumber, stringify: String }
  return stringify(value, null, undefined, [exact])!
}

function holdsExact(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof ExactNumber || Object.values(value).some(holdsExact)
}
