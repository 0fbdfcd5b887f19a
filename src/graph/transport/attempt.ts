import { AppError } from '../../shared/errors'
import { parseExact } from '../../shared/exact-json'
import type { Clock } from '../../shared/clock'
import { linkedController } from './abort'
import type { Answer, Step } from './exchange'
import type { GraphLimits } from '../limits'
import { parseRetryAfter } from '../throttling/retry-after'

/** Told of a request: the status of its answer, null where there was none, and its duration in milliseconds. */
export type OnRequest = (status: number | null, ms: number) => void

interface Dependencies {
  clock: Clock
  limits: GraphLimits
  onRequest?: OnRequest
}

/**
 * Makes the step of one attempt: sends the request and reads the whole answer within the time limit. Throws
 * `graph.unavailable` for a broken connection and a timeout, and the signal's reason when the run is stopped. Redirects
 * are not followed, because the token would go along.
 */
export function createAttempt({ clock, limits, onRequest }: Dependencies): Step {
  return async (exchange, next, context) => {
    const { signal } = exchange.session
    signal.throwIfAborted()
    exchange.answer = undefined
    const { controller: request, unlink } = linkedController(signal)
    const timer = new AbortController()
    clock.sleep(limits.attemptTimeoutMs, timer.signal).then(
      () => request.abort(new Error('timeout')),
      () => {},
    )
    const began = performance.now()
    context.options = { ...context.options, redirect: 'manual', signal: request.signal }
    try {
      await next()
      // definitions hold no values of a tenant
      const parse = exchange.session.definitions ? JSON.parse : parseExact
      exchange.answer = await read(context.response!, clock.now(), parse)
    } catch (cause) {
      signal.throwIfAborted()
      throw new AppError('graph.unavailable', {
        message: request.signal.aborted
          ? 'Microsoft Graph did not answer in time.'
          : `The connection to Microsoft Graph failed${reason(cause)}.`,
        cause,
      })
    } finally {
      onRequest?.(exchange.answer?.status ?? null, performance.now() - began)
      timer.abort()
      unlink()
    }
  }
}

async function read(response: Response, now: number, parse: (text: string) => unknown): Promise<Answer> {
  const { status, headers } = response
  const text = await response.text()
  const { body, malformed } = status === 204 ? { body: undefined, malformed: false } : tryParse(text, parse)
  const retryAfterMs = parseRetryAfter(headers.get('Retry-After'), now)
  return { status, body, malformed, requestId: headers.get('request-id'), retryAfterMs }
}

function tryParse(text: string, parse: (text: string) => unknown): { body: unknown; malformed: boolean } {
  try {
    return { body: parse(text), malformed: false }
  } catch {
    return { body: undefined, malformed: true }
  }
}

/** Finds the code of a network error (`ECONNRESET`, `UND_ERR_SOCKET`) in the causes of undici's "fetch failed". */
function reason(error: unknown): string {
  let e = error as NodeJS.ErrnoException | undefined
  for (let depth = 0; e && depth < 5; e = e.cause as NodeJS.ErrnoException | undefined, depth++)
    if (typeof e.code === 'string' && /^\w{1,40}$/.test(e.code)) return ` (${e.code})`
  return ''
}
