import { cutToBytes, sha256 } from '../../shared/text'

const MAX_CHARACTERS = 1_000
/** With tenant and policy id it must stay below the 2,704 bytes that an entry of a PostgreSQL index may have. */
const MAX_BYTES = 2_000

/** A name that fits into the unique index: a longer one is cut and ends in a hash of the whole. */
export function fitName(name: string): string {
  return fits(name) ? name : withSuffix(name, `… #${sha256(name).slice(0, 16)}`)
}

/** A name with this ending, the rest cut where it would not fit. */
export function withSuffix(name: string, mark: string): string {
  if (fits(name + mark)) return name + mark
  const characters = MAX_CHARACTERS - mark.length
  // A pair cut in two by `slice` would be half a character; `cutToBytes` alone cuts between whole ones.
  const short = name.slice(0, characters).replace(/[\ud800-\udbff]$/, '')
  return cutToBytes(short, MAX_BYTES - Buffer.byteLength(mark)) + mark
}

function fits(name: string): boolean {
  if (name.length * 3 <= MAX_CHARACTERS) return true
  return name.length <= MAX_CHARACTERS && Buffer.byteLength(name) <= MAX_BYTES
}
