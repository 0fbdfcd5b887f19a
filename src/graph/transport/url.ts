import { AppError } from '../../shared/errors'
import type { GraphRequest } from '../types'

/** Path and query of a request below its version, as a `$batch` wants it: `/deviceManagement/intents?$top=5`. */
export function relativeUrl({ path, query = {} }: GraphRequest): string {
  // a caller's id with a slash or a question mark in it must not become another address
  if (/^\/|[?#\\]|:\/\/|(^|\/)\.{1,2}(\/|$)/.test(path))
    throw new AppError('graph.bad_request', { message: 'The path of a Graph request is not a plain relative path.' })
  const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `/${path}${options.length > 0 ? `?${options.join('&')}` : ''}`
}

/** The whole address of a request. */
export function absoluteUrl(baseUrl: string, request: GraphRequest): string {
  return `${baseUrl}/${request.version}${relativeUrl(request)}`
}

/** Whether an address is on Graph's own host, port and scheme, without a user in it. Relative ones are not. */
export function isGraphUrl(baseUrl: string, address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.origin === new URL(baseUrl).origin && url.username === '' && url.password === ''
}
