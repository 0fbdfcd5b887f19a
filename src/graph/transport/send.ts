import { Client, HTTPMessageHandler, ResponseType } from '@microsoft/microsoft-graph-client'
import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'
import { createAttempt, type OnRequest } from './attempt'
import { createAuthorize } from './authorize'
import { waitForBudget } from './wait-for-budget'
import { countRequests } from './count-requests'
import { middleware, type Answer, type Exchange, type Step } from './exchange'
import type { GraphLimits } from '../limits'
import { createRetry } from './retry'

/** Sends one request with retries and budget, and resolves to its 2xx answer. `content`: the body of a `$batch`. */
export type Send = (exchange: Exchange, content?: unknown) => Promise<Answer>

interface Dependencies {
  baseUrl: string
  clock: Clock
  limits: GraphLimits
  onRequest?: OnRequest
}

/**
 * Makes `send` from Microsoft's Graph client with our own middleware. The default one retries POSTs on 503 and 504,
 * caps Retry-After, follows redirects, and has neither timeout nor budget. Throws our errors, not the SDK's.
 */
export function createSend({ baseUrl, clock, limits, onRequest }: Dependencies): Send {
  const steps = [
    checkAndAddress,
    createRetry({ clock, limits }),
    createAuthorize(baseUrl),
    waitForBudget,
    countRequests,
    createAttempt({ clock, limits, ...(onRequest && { onRequest }) }),
  ]
  const client = Client.initWithMiddleware({
    baseUrl,
    middleware: [...steps.map(middleware), new HTTPMessageHandler()],
  })
  return async (exchange, content) => {
    const request = client.api('/').middlewareOptions([exchange]).responseType(ResponseType.RAW)
    try {
      await (exchange.batch ? request.post(content) : request.get())
    } catch (error) {
      throw exchange.failure ?? error
    }
    return exchange.answer!
  }
}

/** Sets the exact URL, refuses requests that could write, and keeps the original error before the SDK wraps it. */
const checkAndAddress: Step = async (exchange, next, context) => {
  const method = context.options?.method
  try {
    if (
      method !== 'GET' &&
      !(method === 'POST' && exchange.batch && new URL(exchange.url).pathname.endsWith('/$batch'))
    )
      throw new AppError('internal.bug', {
        message: 'This client only reads Microsoft Graph: the request was not sent.',
      })
    context.request = exchange.url
    await next()
  } catch (error) {
    exchange.failure = error
    throw error
  }
}
