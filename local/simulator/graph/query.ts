import { type Version, badRequest, notServed } from './answer'

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

/** Parses the OData options; on beta the `$` is optional. Throws Graph's 400, or 501 for an option not served here. */
export function parseQuery(text: string, version: Version): Query {
  const options = new Map<string, string>()
  for (const part of text.split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    let name = decode(at < 0 ? part : part.slice(0, at)).toLowerCase()
    if (version === 'beta' && !name.startsWith('$')) name = `$${name}`
    if (known.has(name)) throw notServed(`the query option ${name}`)
    if (!served.has(name)) throw badRequest(`The query parameter '${name}' is not supported.`)
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

/** Checks `$expand` and returns it by name. Throws Graph's 400 for an unknown name or one that is too deep. */
export function allowExpand(
  asked: Expand[],
  allowed: Readonly<Record<string, { inside?: readonly string[] }>>,
): Map<string, Expand[]> {
  for (const { name, expand } of asked) {
    const found = Object.hasOwn(allowed, name) ? allowed[name] : undefined
    if (!found) throw badRequest(`Parsing OData Select and Expand failed: Could not find a property named '${name}'.`)
    const { inside = [] } = found
    const deepest = inside.length > 0 ? 2 : 1
    if (1 + depthOf(expand) > deepest)
      throw badRequest(`The request is too deep: the maximum expand depth for '${name}' is ${deepest}.`)
    const odd = expand.find((inner) => !inside.includes(inner.name))
    if (odd) throw badRequest(`Parsing OData Select and Expand failed: Could not expand '${odd.name}' of '${name}'.`)
  }
  return new Map(asked.map(({ name, expand }) => [name, expand]))
}

function depthOf(expand: Expand[]): number {
  return expand.length === 0 ? 0 : 1 + Math.max(...expand.map((inner) => depthOf(inner.expand)))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badRequest('The request URI is malformed.')
  }
}
