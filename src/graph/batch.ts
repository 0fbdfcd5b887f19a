import { AppError } from '../shared/errors'
import type { Clock } from '../shared/clock'
import { linkedController } from './transport/abort'
import { assignAnswers, type Entry } from './batch-answers'
import type { Send } from './transport/send'
import { acceptHeaders, type GraphSession } from './transport/session'
import { Exchange } from './transport/exchange'
import type { GraphLimits } from './limits'
import type { BatchAnswer, GraphRequest } from './types'
import { absoluteUrl, relativeUrl } from './transport/url'

interface Dependencies {
  send: Send
  baseUrl: string
  clock: Clock
  limits: GraphLimits
  session: GraphSession
}

/**
 * Sends GETs in `$batch`es of 20, and returns the answers in the order of the requests. Only requests that were
 * throttled, failed or left out are sent again; a 5xx that remains is an answer too (`toGraphError` converts it).
 * Bodies are as Graph sent them, including `@odata.nextLink`. Throws `graph.throttled` after too many or too long
 * waits, `graph.malformed` when an answer stays missing.
 */
export async function readBatch(deps: Dependencies, requests: readonly GraphRequest[]): Promise<BatchAnswer[]> {
  const { controller, unlink } = linkedController(deps.session.signal)
  const inner = { ...deps, session: { ...deps.session, signal: controller.signal } }
  const entries = requests.map((request, index): Entry => ({ id: String(index), request, failures: 0, throttles: 0 }))
  try {
    await Promise.all(
      chunks(entries, deps.limits.batchSize).map((chunk) =>
        readChunk(inner, chunk).catch((error: unknown) => {
          // stop the other batches: nobody reads their answers any more
          controller.abort(error)
          throw error
        }),
      ),
    )
  } finally {
    unlink()
  }
  return entries.map((entry) => entry.answer!)
}

async function readChunk({ send, baseUrl, clock, limits, session }: Dependencies, chunk: Entry[]): Promise<void> {
  let throttledMs = 0
  for (let open = chunk; ; session.metrics.retries += open.length) {
    const url = absoluteUrl(baseUrl, { version: open[0]!.request.version, path: '$batch' })
    const exchange = new Exchange({ url, units: open.length, session, batch: true, throttledMs })
    const { body } = await send(exchange, { requests: open.map((entry) => toBatchRequest(entry, session)) })
    throttledMs = exchange.throttledMs
    const { throttled, pauseMs } = assignAnswers(open, body, { clock, limits })
    open = open.filter((entry) => !entry.answer)
    if (throttled) session.budget.throttled(throttled.waitMs, throttled.hasRetryAfter)
    const exhausted = open.find((entry) => entry.throttles >= limits.throttles)
    if (exhausted) throw new AppError('graph.throttled', { retryAfterMs: throttled?.waitMs ?? 0 })
    if (open.length === 0) return
    // throttled requests wait at the tenant's gate when they are sent again
    if (pauseMs > 0) await clock.sleep(pauseMs, session.signal)
  }
}

function toBatchRequest({ id, request }: Entry, session: GraphSession) {
  return { id, method: 'GET', url: relativeUrl(request), headers: acceptHeaders(session) }
}

/** Splits the entries into batches. A `$batch` belongs to one API version. */
function chunks(entries: Entry[], size: number): Entry[][] {
  return (['beta', 'v1.0'] as const).flatMap((version) => {
    const same = entries.filter((entry) => entry.request.version === version)
    return Array.from({ length: Math.ceil(same.length / size) }, (_, i) => same.slice(i * size, (i + 1) * size))
  })
}
