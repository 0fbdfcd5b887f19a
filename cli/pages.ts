import type * as z from 'zod'
import { checked } from './answers'
import { call } from './call'
import type { Api } from './http'

/** A page of a list. Most say by a cursor where the next one begins; events by the number of the last one. */
export interface Page<Item = unknown> {
  items: Item[]
  nextCursor?: string | null
  next?: number | null
}

/** Where a list stands, and what its pages are. */
export interface Pages<AnyPage> {
  path: string
  schema: z.ZodType<AnyPage>
}

/** The parameter that asks for the next page. Undefined: there is none. */
export function nextOf({ nextCursor, next }: Page): Parameters | undefined {
  if (nextCursor) return { cursor: nextCursor }
  return typeof next === 'number' ? { after: next } : undefined
}

export type Parameters = Record<string, string | number | boolean | undefined>

const maxPageSize = 200
/** A page may be empty, because a scan has a time limit; so many in a row are no list that gets on. */
const mostEmpty = 500

/**
 * Reads pages until `limit` items are found or no page is left. Returns the last page, with the items of all; so it says
 * whether there are more. Throws when the pages have no end.
 */
export async function readPages<AnyPage extends Page>(
  api: Api,
  { path, schema }: Pages<AnyPage>,
  { limit, ...conditions }: Parameters & { limit: number },
): Promise<AnyPage> {
  const items: unknown[] = []
  const begun = new Set<string>()
  let empty = 0
  for (let next: Parameters = {}; ;) {
    const query = queryOf({ ...conditions, limit: Math.min(limit - items.length, maxPageSize), ...next })
    const page = checked(schema, await call(api, 'GET', `${path}?${query}`))
    for (const item of page.items) items.push(item)
    const following = nextOf(page)
    if (!following || items.length >= limit) return { ...page, items }
    empty = page.items.length > 0 ? 0 : empty + 1
    if (begun.has(queryOf(following)) || empty === mostEmpty)
      throw new Error('The list does not get on: its pages have no end. Is it the address of the API?')
    begun.add(queryOf(following))
    next = following
  }
}

function queryOf(parameters: Parameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()
}
