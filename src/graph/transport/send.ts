import { Client, HTTPMessageHandler, ResponseType } from '@microsoft/microsoft-graph-client'
import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'
import { createAttempt } from './attempt'
import { createAuthorize } from './authorize'
import { payBudget } from './pay-budget'
import { countRequests } from './count-requests'
import { middleware, type Answer, type Exchange, type Step } from './exchange'
import type { GraphLimits } from '../limits'
import { createRetry } from './retry'

/** Carries one request through retries and budget. `content` is the body of a `$batch`. Resolves to a 2xx answer. */
export type Send = (exchange: Exchange, content?: unknown) => Promise<Answer>

interface Dependencies {
  baseUrl: string
  clock: Clock
  limits: GraphLimits
}

/**
 * Microsoft's Graph client with a chain of our own: its default one repeats POSTs on 503 and 504, caps Retry-After,
 * follows redirects, and has neither timeout nor budget. Of its answers only the raw form is used, and its errors are
 * replaced by ours.
 */
export function createSend({ baseUrl, clock, limits }: Dependencies): Send {
  const steps = [
    dispatch,
    createRetry({ clock, limits }),
    createAuthorize(baseUrl),
    payBudget,
    countRequests,
    createAttempt({ clock, limits }),
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

/** Sets the exact address, refuses whatever could write, and keeps what is thrown from the SDK's wrapping. */
const dispatch: Step = async (exchange, next, context) => {
  const method = context.options?.method
  try {
    if (
      method !== 'GET' &&
      !(method === 'POST' && exchange.batch && new URL(exchange.url).pathname.endsWith('/$batch'))
    )
      throw new AppError('internal.bug', { message: 'This client of Microsoft Graph only reads.' })
    context.request = exchange.url
    await next()
  } catch (error) {
    exchange.failure = error
    throw error
  }
}
