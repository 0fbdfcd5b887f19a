import type { JsonObject } from '../json'
import type { GraphAnswer, GraphCall } from './answer'
import { withLongDates } from './as-sent'
import { collectionBody, selection } from './body'
import { refuseExpand } from './expand'
import { page, type PageSize, type Paging } from './page'
import { parseQuery } from './query'

/** Answers a list that is no collection of policies: `$select` may name these properties, and nothing is expanded. */
export function listFixed(
  call: GraphCall,
  path: string,
  { all, properties, size }: { all: readonly JsonObject[]; properties: ReadonlySet<string>; size: PageSize },
  paging: Paging,
): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  refuseExpand(query)
  const select = selection(query.select, properties)
  const list = { size: all.length, at: (n: number) => select(withLongDates(all[n]!)) }
  return { status: 200, body: collectionBody(call, path, page(call, query, size, list, paging)) }
}
