import { statuses } from './words'

/** What an address says, as Next.js gives it. */
export type SearchParams = Record<string, string | string[] | undefined>

/** Which runs a page shows. */
export interface Filters {
  /** Names of states with commas between them; undefined: all. */
  status?: string
  cursor?: string
}

/** Reads the filters of an address, and ignores what is none. */
export function readFilters({ status, cursor }: SearchParams): Filters {
  const asked = [status ?? []].flat().flatMap((each) => each.split(','))
  const known = statuses.filter((each) => asked.includes(each)).join(',')
  return { ...(known && { status: known }), ...(typeof cursor === 'string' && cursor && { cursor }) }
}
