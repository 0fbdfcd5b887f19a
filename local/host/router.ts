import type { HttpFunction, HttpTrigger } from './functions'

export interface Match {
  function: HttpFunction
  params: Record<string, string>
}

interface Segment {
  literal?: string
  parameter?: string
  optional: boolean
  catchAll: boolean
  /** The value when the path ends before this segment: `{size=25}`. */
  fallback?: string
  accepts: RegExp[]
}

interface Route {
  function: HttpFunction
  segments: Segment[]
}

/** The route constraints of ASP.NET Core that the local host supports. */
const constraints: Record<string, RegExp> = {
  int: /^-?\d+$/,
  long: /^-?\d+$/,
  bool: /^(true|false)$/i,
  guid: /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
  alpha: /^[a-z]+$/i,
}

/**
 * Makes the function that finds the match for a method and a path, or undefined. It follows ASP.NET Core: literals before
 * constrained parameters before parameters before catch-alls; case is ignored; a wrong method is no match.
 */
export function createRouter(functions: HttpFunction[], prefix: string) {
  const routes = functions.map((f) => ({ function: f, segments: parseRoute(prefix, f) })).sort(byPrecedence)
  return (method: string, path: string): Match | undefined => {
    const parts = path.split('/').filter(Boolean).map(decode)
    for (const route of routes) {
      const { methods } = route.function.trigger
      if (methods.length > 0 && !methods.includes(method)) continue
      const params = matchSegments(route.segments, parts)
      if (params) return { function: route.function, params }
    }
    return undefined
  }
}

/** The route with its prefix, without outer slashes, e.g. `api/runs/{id}`. */
export function routePath({ route }: HttpTrigger, prefix: string): string {
  return [prefix, route]
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/')
}

function parseRoute(prefix: string, f: HttpFunction): Segment[] {
  const path = routePath(f.trigger, prefix)
  return path.split('/').map((text, index, all) => {
    const segment = parseSegment(text, f.name)
    const last = index === all.length - 1
    if (!last && segment.catchAll) throw new Error(`function ${f.name}: ${text} must be the last part of its route`)
    return segment
  })
}

function parseSegment(text: string, name: string): Segment {
  const plain = { optional: false, catchAll: false, accepts: [] }
  if (!/[{}]/.test(text)) return { ...plain, literal: text.toLowerCase() }
  const match = /^\{(\*{0,2})(\w+)((?::[^:=?{}]+)*)(=[^?{}]*)?(\?)?\}$/.exec(text)
  if (!match) throw new Error(`function ${name}: ${text} in its route is not supported by the local host`)
  const [, stars, parameter = '', rules = '', fallback, optional] = match
  const accepts = rules
    .split(':')
    .filter(Boolean)
    .map((rule) => {
      const accepted = constraints[rule]
      if (!accepted)
        throw new Error(`function ${name}: the route constraint ${rule} is not supported by the local host`)
      return accepted
    })
  return {
    parameter,
    accepts,
    catchAll: stars !== '',
    optional: optional !== undefined || fallback !== undefined || (stars !== '' && rules === ''),
    ...(fallback === undefined ? {} : { fallback: fallback.slice(1) }),
  }
}

function matchSegments(segments: Segment[], parts: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const part = segment.catchAll ? parts.slice(index).join('/') : parts[index]
    if (segment.literal !== undefined) {
      if (part?.toLowerCase() !== segment.literal) return undefined
      continue
    }
    const value = part || segment.fallback
    if (value === undefined) {
      if (!segment.optional) return undefined
      continue
    }
    if (!segment.accepts.every((accepted) => accepted.test(value))) return undefined
    params[segment.parameter ?? ''] = value
  }
  return segments.at(-1)?.catchAll || parts.length <= segments.length ? params : undefined
}

/** A byte below 128 except `%2F`, or the bytes of one longer character. */
const escaped = /%(?!2f)[0-7][0-9a-f]|%[c-f][0-9a-f](?:%[89ab][0-9a-f]){1,3}/gi

/** Decodes a part of a path as Kestrel does: `%2F` and what is no UTF-8 stay as they are (dotnet/aspnetcore #11544, #30655). */
function decode(part: string): string {
  return part.replace(escaped, (bytes) => {
    try {
      return decodeURIComponent(bytes)
    } catch {
      return bytes
    }
  })
}

function byPrecedence(a: Route, b: Route): number {
  for (let i = 0; i < Math.max(a.segments.length, b.segments.length); i++) {
    const difference = precedenceDigit(a.segments[i]) - precedenceDigit(b.segments[i])
    if (difference !== 0) return difference
  }
  return 0
}

/** The digit of ASP.NET Core's `RoutePrecedence` for a segment; the smaller one is tried first. */
function precedenceDigit(segment: Segment | undefined): number {
  if (!segment) return 0
  if (segment.literal !== undefined) return 1
  return (segment.catchAll ? 5 : 3) - (segment.accepts.length > 0 ? 1 : 0)
}
