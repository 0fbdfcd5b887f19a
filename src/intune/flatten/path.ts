/**
 * A setting's identity inside its policy: segments joined by `/`. What a segment may not hold is percent-encoded: `/`
 * and `%`, and what PostgreSQL cannot store (U+0000 as `%00`, half a surrogate pair as `%uD800`), so that two different
 * ids never share a path.
 */
export function encodeSegment(segment: string): string {
  // oxlint-disable-next-line no-control-regex -- U+0000 is what is looked for
  return /[/%\0\ud800-\udfff]/.test(segment) ? segment.replace(/[/%\0]|\p{Surrogate}/gu, encodeCharacter) : segment
}

/** The path of a child; an empty parent is the policy itself. */
export function childPath(parent: string, segment: string | number): string {
  const own = encodeSegment(String(segment))
  return parent === '' ? own : `${parent}/${own}`
}

/** The segments a path was made of. */
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
