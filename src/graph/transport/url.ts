import { AppError } from '../../shared/errors'
import type { GraphRequest } from '../types'

/** Builds path and query without the version, as a `$batch` needs it. Throws `graph.bad_request` for an unsafe path. */
export function relativeUrl({ path, query = {} }: GraphRequest): string {
  // an id with a slash or a question mark must not change the address
  if (/^\/|[?#\\]|:\/\/|(^|\/)\.{1,2}(\/|$)/.test(path))
    throw new AppError('graph.bad_request', { message: 'The path of a Graph request is not a plain relative path.' })
  const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `/${path}${options.length > 0 ? `?${options.join('&')}` : ''}`
}

/** Builds the whole URL of a request. */
export function absoluteUrl(baseUrl: string, request: GraphRequest): string {
  return `${baseUrl}/${request.version}${relativeUrl(request)}`
}

/** True for a URL with Graph's own scheme, host and port, and without credentials. False for a relative URL. */
export function isGraphUrl(baseUrl: string, address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.origin === new URL(baseUrl).origin && url.username === '' && url.password === ''
}
