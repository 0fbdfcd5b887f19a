/**
 * Encodes one segment of a setting's path. `/`, `%` and what PostgreSQL cannot store (U+0000 as `%00`, half a surrogate pair
 * as `%uD800`) are percent-encoded, so two different ids never have the same path.
 */
export function encodeSegment(segment: string): string {
  // oxlint-disable-next-line no-control-regex -- finds U+0000
  return /[/%\0\ud800-\udfff]/.test(segment) ? segment.replace(/[/%\0]|\p{Surrogate}/gu, encodeCharacter) : segment
}

/** Joins a parent's path and a child's segment; an empty parent is the policy itself. */
export function childPath(parent: string, segment: string | number): string {
  const own = encodeSegment(String(segment))
  return parent === '' ? own : `${parent}/${own}`
}

/** Splits a path into its decoded segments. */
export function pathSegments(path: string): string[] {
  return path.split('/').map((segment) => segment.replace(/%(?:u([0-9A-F]{4})|([0-9A-F]{2}))/g, decodeCharacter))
}

function encodeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase()
  return code.length > 2 ? `%u${code}` : `%${code.padStart(2, '0')}`
}

function decodeCharacter(_: string, long: string | undefined, short: string | undefined): string {
  return String.fromCharCode(Number.parseInt(long ?? short ?? '', 16))
}
