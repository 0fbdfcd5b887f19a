import { type GraphError, type Version, badRequest, notServed } from './answer'

export interface Expand {
  name: string
  /** Nested `$expand`. */
  expand: Expand[]
}

export interface Query {
  top: number | undefined
  select: string[] | undefined
  expand: Expand[]
  skipToken: string | undefined
  /** All options except the skip token, in a fixed order; skip tokens are bound to this. */
  canonical: string
}

const served = new Set(['$top', '$select', '$expand', '$skiptoken'])
const known = new Set([
  '$filter',
  '$orderby',
  '$count',
  '$search',
  '$skip',
  '$format',
  '$apply',
  '$compute',
  '$deltatoken',
])

/** What Graph does with options that it does not serve: 400, or as if they were not there. Absent: 501, not served here. */
export interface Treatment {
  filter?: 'refused' | 'ignored'
  orderby?: 'refused' | 'ignored'
}

/**
 * Parses the OData options; on beta the `$` is optional. Throws Graph's 400, or 501 for an option not served here and not
 * named in `treatment`.
 */
export function parseQuery(text: string, version: Version, { filter, orderby }: Treatment = {}): Query {
  const treatment = new Map([
    ['$filter', filter],
    ['$orderby', orderby],
  ])
  const options = new Map<string, string>()
  for (const part of text.split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    let name = decode(at < 0 ? part : part.slice(0, at)).toLowerCase()
    if (version === 'beta' && !name.startsWith('$')) name = `$${name}`
    if (treatment.get(name) === 'refused') throw refused(name)
    const ignored = treatment.get(name) === 'ignored'
    if (known.has(name) && !ignored) throw notServed(`the query option ${name}`)
    if (!served.has(name) && !ignored) throw badRequest(`The query parameter '${name}' is not supported.`)
    if (options.has(name))
      throw badRequest(`Query option '${name}' was specified more than once, but it must be specified at most once.`)
    options.set(name, decode(at < 0 ? '' : part.slice(at + 1)))
  }
  const skipToken = options.get('$skiptoken')
  options.delete('$skiptoken')
  const select = options.get('$select')
  return {
    top: parseTop(options.get('$top')),
    select: select === undefined ? undefined : select.split(',').map((name) => name.trim()),
    expand: parseExpand(options.get('$expand') ?? ''),
    skipToken,
    canonical: [...options].sort(([a], [b]) => (a < b ? -1 : 1)).join('&'),
  }
}

/** Parses the options of a path that answers one object. Throws Graph's 400 for options of lists. */
export function parseItemQuery(text: string, version: Version): Query {
  const query = parseQuery(text, version)
  if (query.top !== undefined || query.skipToken !== undefined) throw refused('$top')
  return query
}

/** Graph's 400 for an option that a path does not take. */
export function refused(option: string): GraphError {
  return badRequest(`The query parameter '${option}' is not supported here.`)
}

/** Returns the query as sent, without its skip token, for the nextLink. */
export function withoutSkipToken(text: string): string {
  return text
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)?skiptoken=/i.test(part))
    .join('&')
}

function parseTop(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text) || Number(text) < 1)
    throw badRequest(
      `Invalid value '${text}' for $top query option found. The $top query option requires a non-negative integer value.`,
    )
  return Number(text)
}

/** Parses `a,b($expand=c),microsoft.graph.type/d`; only `$expand` is allowed in the brackets. */
function parseExpand(text: string): Expand[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const char of text) {
    if (char === '(') depth++
    if (char === ')') depth--
    if (depth < 0) break
    if (char === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += char
  }
  if (depth !== 0) throw badRequest('Term in $expand is not closed.')
  if (part !== '' || parts.length > 0) parts.push(part)
  return parts.map((term) => {
    const [, name, inner] = /^\s*([\w./]+)\s*(?:\(\s*(.*?)\s*\))?\s*$/s.exec(term) ?? []
    if (!name) throw badRequest(`Term '${term}' is not valid in a $select or $expand expression.`)
    if (inner === undefined) return { name, expand: [] }
    if (!/^\$?expand=/i.test(inner)) throw badRequest(`The option '${inner}' inside $expand is not supported.`)
    return { name, expand: parseExpand(inner.slice(inner.indexOf('=') + 1)) }
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badRequest('The request URI is malformed.')
  }
}
