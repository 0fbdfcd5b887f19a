import type { JsonObject } from '../json'
import { type GraphAnswer, type GraphCall, GraphError } from './answer'
import { contextOf } from './body'
import { refuseExpand } from './expand'
import type { CatalogName, DefinitionCatalog } from './definition-catalog'
import { type Paging, page } from './page'
import { parseItemQuery, parseQuery } from './query'

/** Lists a whole catalog, 1,000 definitions per page. */
export async function listDefinitions(
  call: GraphCall,
  catalog: CatalogName,
  definitions: DefinitionCatalog,
  paging: Paging,
): Promise<GraphAnswer> {
  const query = parseQuery(call.query, call.version)
  refuseExpand(query)
  await definitions.ready()
  const list = { size: definitions.size(catalog), at: (position: number) => definitions.at(catalog, position) }
  const { items, nextLink } = page(call, query, { normal: 1000, max: 1000 }, list, paging)
  const head: JsonObject = { '@odata.context': context(call, catalog) }
  if (nextLink !== undefined) head['@odata.nextLink'] = nextLink
  const value = items.map((item) => select(item, query.select))
  const raw = Buffer.concat([
    Buffer.from(`${JSON.stringify(head).slice(0, -1)},"value":[`),
    ...value.flatMap((item, i) => (i === 0 ? [item] : [comma, item])),
    Buffer.from(']}'),
  ])
  return { status: 200, raw }
}

const comma = Buffer.from(',')

export async function getDefinition(
  call: GraphCall,
  catalog: CatalogName,
  id: string,
  definitions: DefinitionCatalog,
): Promise<GraphAnswer> {
  const query = parseItemQuery(call.query, call.version)
  refuseExpand(query)
  await definitions.ready()
  const found = definitions.find(catalog, id)
  if (!found) throw new GraphError(404, 'ResourceNotFound', `Resource not found: no ${catalog} with id '${id}'.`)
  const head = JSON.stringify({ '@odata.context': `${context(call, catalog)}/$entity` })
  return {
    status: 200,
    raw: Buffer.concat([Buffer.from(`${head.slice(0, -1)},`), select(found, query.select).subarray(1)]),
  }
}

function context(call: GraphCall, catalog: CatalogName): string {
  return contextOf(call, `deviceManagement/${catalog}`)
}

function select(item: Buffer, names: string[] | undefined): Buffer {
  if (!names) return item
  const wanted = new Set([...names, '@odata.type'])
  const whole = JSON.parse(item.toString()) as JsonObject
  return Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(whole).filter(([key]) => wanted.has(key)))))
}
