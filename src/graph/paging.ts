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

/** The page size Graph uses for policies when it is not told. */
const DEFAULT_TOP = 25

/**
 * Pages of a list, each read when it is asked for and kept by nobody here. Intune answers some follow-up pages with 500
 * for good, so a page that keeps failing restarts the list once with half the `$top` (without one: half the largest
 * page seen, or 12), then once more without its `$expand`, which whoever asks so can do without; so does a link of its own
 * that Graph no longer takes. The next such failure is thrown. `first`: the first page's body, when a `$batch` has brought
 * it.
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
  while (url !== undefined) {
    guard(seen, url, limits.pages)
    let page: { value: unknown[]; link: string | undefined }
    try {
      const body = given ?? (await send(new Exchange({ url, units: 1, session, permission: request.permission }))).body
      given = undefined
      page = readPage(body)
    } catch (error) {
      const easier = isWorthRestart(error, seen.size > 1) ? easierRequest(request, restarts++, largest) : undefined
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

/** A followed link that is refused as malformed has expired: how long one lives is documented nowhere. */
function isWorthRestart(error: unknown, followed: boolean): boolean {
  if (!(error instanceof AppError)) return false
  return error.code === 'graph.unavailable' || error.code === 'graph.malformed'
    ? true
    : followed && error.code === 'graph.bad_request'
}

/** How a list is asked for when it is begun anew; nothing once all was tried. */
function easierRequest(request: GraphRequest, restarts: number, largest: number): GraphRequest | undefined {
  const smaller = withHalfTop(request, largest)
  if (restarts === 0) return smaller
  const { $expand: expanded, ...query } = smaller.query ?? {}
  // a list of which not even one page came has another trouble
  return restarts === 1 && expanded !== undefined && largest > 0 ? { ...smaller, query } : undefined
}

function withHalfTop(request: GraphRequest, largest: number): GraphRequest {
  const top = Number(request.query?.['$top']) || largest || DEFAULT_TOP
  return { ...request, query: { ...request.query, $top: String(Math.max(1, Math.floor(top / 2))) } }
}

/** Links are long: a list of 100,000 pages is remembered in a few megabytes of hashes. */
function guard(seen: Set<string>, url: string, most: number): void {
  const mark = createHash('sha256').update(url).digest('base64url').slice(0, 22)
  if (seen.has(mark)) throw new AppError('graph.paging', { message: 'Microsoft Graph gave the same page link twice.' })
  if (seen.size >= most) throw new AppError('graph.paging', { message: 'A list of Microsoft Graph has no end.' })
  seen.add(mark)
}

function readPage(body: unknown): { value: unknown[]; link: string | undefined } {
  const { value, '@odata.nextLink': link } = (body ?? {}) as Record<string, unknown>
  if (!Array.isArray(value))
    throw new AppError('graph.malformed', { message: 'A page of Microsoft Graph has no list.' })
  if (typeof link === 'string') return { value, link }
  if (link === undefined || link === null) return { value, link: undefined }
  throw new AppError('graph.malformed', { message: 'A next link of Microsoft Graph is not a text.' })
}
