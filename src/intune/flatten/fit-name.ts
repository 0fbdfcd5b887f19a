import { cutToBytes, sha256 } from '../../shared/text'

const MAX_CHARACTERS = 1_000
/** With tenant and policy id a name must fit into an entry of a PostgreSQL index, which has at most 2,704 bytes. */
const MAX_BYTES = 2_000

/** Cuts a name that is too long for the unique index, and ends it in a hash of the full name. */
export function fitName(name: string): string {
  return fits(name) ? name : withSuffix(name, `… #${sha256(name).slice(0, 16)}`)
}

/** Adds a suffix to a name; cuts the name if both together do not fit. */
export function withSuffix(name: string, suffix: string): string {
  if (fits(name + suffix)) return name + suffix
  const characters = MAX_CHARACTERS - suffix.length
  // `slice` can cut a surrogate pair in two; `cutToBytes` cuts only between characters.
  const short = name.slice(0, characters).replace(/[\ud800-\udbff]$/, '')
  return cutToBytes(short, MAX_BYTES - Buffer.byteLength(suffix)) + suffix
}

function fits(name: string): boolean {
  if (name.length * 3 <= MAX_CHARACTERS) return true
  return name.length <= MAX_CHARACTERS && Buffer.byteLength(name) <= MAX_BYTES
}
