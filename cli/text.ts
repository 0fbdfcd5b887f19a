// C0 and C1 control characters, line separators, and marks that turn the direction of what follows
// oxlint-disable-next-line no-control-regex -- it must find control characters
const unprintable = /[\0-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** One line that a terminal can show: a name from a tenant may hold characters that steer a terminal. */
export function printable(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(unprintable, '\ufffd')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

/**
 * JSON on one line, with the same characters escaped; JSON itself escapes only some of them. What is nested deeper than the
 * stack is cut.
 */
export function toJson(value: unknown): string {
  return stringify(value).replace(unprintable, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const deepest = 100

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return JSON.stringify(cut(value, deepest))
  }
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return '...'
  if (Array.isArray(value)) return value.map((each) => cut(each, depth - 1))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cut(each, depth - 1)]))
}

/** `1 policy`, `3 policies`. */
export function counted(count: number, { one, many }: { one: string; many: string }): string {
  return `${count} ${count === 1 ? one : many}`
}
