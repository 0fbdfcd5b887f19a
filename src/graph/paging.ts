import { createHash } from 'node:crypto'
import { AppError } from '../shared/errors'
import type { Send } from './transport/send'
import type { GraphSession } from './transport/session'
import { Exchange } from './transport/exchange'
import type { GraphLimits } from './limits'
import type { GraphPage, GraphRequest } from './types'
import { absoluteUrl, isGraphUrl } from './transport/url'

interface Dependencies {
  send: Send
  baseUrl: string
  limits: GraphLimits
  session: GraphSession
}

/** Graph's own page size for policies. */
const DEFAULT_TOP = 25

/**
 * Reads the pages of a list one by one. When a page keeps failing (Intune answers some with 500 for ever) or a link has
 * expired: restarts the list with half the `$top`, then without `$expand`, then throws. Without a `$top`, half of the
 * largest page so far, or 12. Throws `graph.paging` when the links repeat or do not end. `first`: the body of the first page, when a `$batch` has already read it.
 */
export async function* readPages(
  deps: Dependencies,
  request: GraphRequest,
  first?: unknown,
): AsyncGenerator<GraphPage> {
  const { send, baseUrl, limits, session } = deps
  let seen = new Set<string>()
  let largest = 0
  let restarts = 0
  let restarted = false
  let url: string | undefined = absoluteUrl(baseUrl, request)
  let given = first
  for (let asked = 0; url !== undefined; asked++) {
    if (asked >= limits.pages)
      throw new AppError('graph.paging', { message: 'A list of Microsoft Graph has more pages than allowed.' })
    checkLink(seen, url)
    let page: { value: unknown[]; link: string | undefined }
    try {
      const body = given ?? (await send(new Exchange({ url, units: 1, session, permission: request.permission }))).body
      given = undefined
      page = readPage(body)
    } catch (error) {
      const easier = shouldRestart(error, seen.size > 1) ? easierRequest(request, restarts++, largest) : undefined
      if (!easier) throw error
      restarted = true
      session.metrics.retries++
      seen = new Set()
      url = absoluteUrl(baseUrl, easier)
      continue
    }
    if (page.link !== undefined && !isGraphUrl(baseUrl, page.link)) throw new AppError('graph.foreign_link')
    if (!session.definitions) session.metrics.pages++
    largest = Math.max(largest, page.value.length)
    yield { value: page.value, restarted }
    restarted = false
    url = page.link
  }
}

/**
 * True for a page that keeps failing, and for an expired link: Graph answers 400, and documents no lifetime of links.
 */
function shouldRestart(error: unknown, followed: boolean): boolean {
  if (!(error instanceof AppError)) return false
  return error.code === 'graph.unavailable' || error.code === 'graph.malformed'
    ? true
    : followed && error.code === 'graph.bad_request'
}

/** The request for the restarted list. Undefined: nothing is left to try. */
function easierRequest(request: GraphRequest, restarts: number, largest: number): GraphRequest | undefined {
  const smaller = withHalfTop(request, largest)
  if (restarts === 0) return smaller
  const { $expand: expanded, ...query } = smaller.query ?? {}
  // when not even one page was read, `$expand` is not the cause
  return restarts === 1 && expanded !== undefined && largest > 0 ? { ...smaller, query } : undefined
}

function withHalfTop(request: GraphRequest, largest: number): GraphRequest {
  const top = Number(request.query?.['$top']) || largest || DEFAULT_TOP
  return { ...request, query: { ...request.query, $top: String(Math.max(1, Math.floor(top / 2))) } }
}

/** Throws `graph.paging` for a repeated link. Keeps hashes: links are long. */
function checkLink(seen: Set<string>, url: string): void {
  const hash = createHash('sha256').update(url).digest('base64url').slice(0, 22)
  if (seen.has(hash)) throw new AppError('graph.paging', { message: 'Microsoft Graph gave the same page link twice.' })
  seen.add(hash)
}

function readPage(body: unknown): { value: unknown[]; link: string | undefined } {
  const { value, '@odata.nextLink': link } = (body ?? {}) as Record<string, unknown>
  if (!Array.isArray(value))
    throw new AppError('graph.malformed', { message: 'A page of Microsoft Graph contains no list.' })
  if (typeof link === 'string') return { value, link }
  if (link === undefined || link === null) return { value, link: undefined }
  throw new AppError('graph.malformed', { message: 'A next link of Microsoft Graph is not a text.' })
}
