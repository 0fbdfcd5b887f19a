import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpCookie, HttpData, TypedData } from './protocol'

/** Converts a request as the real host does: repeated headers and query values are joined by commas. */
export function toHttpData(request: IncomingMessage, url: URL, params: Record<string, string>, body: Buffer): HttpData {
  const query: Record<string, string> = {}
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name).join(',')
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')] as const)
  return {
    url: url.href,
    method: request.method ?? 'GET',
    nullableHeaders: nullable(Object.fromEntries(headers)),
    nullableQuery: nullable(query),
    nullableParams: nullable(params),
    ...(body.length > 0 ? { body: { bytes: body } } : {}),
  }
}

/** Writes the response an HTTP function returned; 204 when it returned nothing, as on Azure. */
export function writeResponse(response: ServerResponse, returned: TypedData | null | undefined): void {
  const http = returned?.http
  if (!http) return void response.writeHead(204).end()
  const body = bytesOf(http.body)
  for (const [name, value] of Object.entries(http.headers ?? {})) response.setHeader(name, value)
  const cookies = (http.cookies ?? []).map(serializeCookie)
  if (cookies.length > 0) response.appendHeader('set-cookie', cookies)
  response.statusCode = Number(http.statusCode ?? 200)
  const hasNoBody = response.statusCode === 204 || response.statusCode === 304
  if (!hasNoBody) response.setHeader('content-length', body.length)
  response.end(hasNoBody ? undefined : body)
}

function bytesOf(data: TypedData | null | undefined): Buffer {
  if (data?.bytes) return Buffer.from(data.bytes)
  return Buffer.from(data?.string ?? data?.json ?? '')
}

function nullable(values: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]))
}

/** Formats a `Set-Cookie` value. In the worker's contract `none` means not set and `explicitNone` means None. */
export function serializeCookie(cookie: HttpCookie): string {
  const sameSite = { none: undefined, lax: 'Lax', strict: 'Strict', explicitNone: 'None' }[cookie.sameSite ?? 'none']
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value ?? '')}`]
  const expires = cookie.expires?.value?.seconds
  if (expires !== undefined) parts.push(`Expires=${new Date(expires * 1000).toUTCString()}`)
  if (typeof cookie.maxAge?.value === 'number') parts.push(`Max-Age=${cookie.maxAge.value}`)
  if (cookie.domain?.value) parts.push(`Domain=${cookie.domain.value}`)
  if (cookie.path?.value) parts.push(`Path=${cookie.path.value}`)
  if (cookie.secure?.value) parts.push('Secure')
  if (sameSite !== undefined) parts.push(`SameSite=${sameSite}`)
  if (cookie.httpOnly?.value) parts.push('HttpOnly')
  return parts.join('; ')
}
