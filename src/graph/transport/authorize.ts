import { AppError } from '../../shared/errors'
import { acceptedBy } from './session'
import type { Exchange, Step } from './exchange'
import { isGraphUrl } from './url'

/**
 * Puts the tenant's token on requests to Graph's own host, and lets no other request out. A 401 is tried once more with
 * a fresh token: the old one may have been revoked before its time.
 */
export function createAuthorize(baseUrl: string): Step {
  return async (exchange, next, context) => {
    if (!isGraphUrl(baseUrl, exchange.url)) throw new AppError('graph.foreign_link')
    const { tokens, metrics, signal } = exchange.session

    async function sendWithToken(): Promise<string> {
      const token = await tokens.get(signal)
      context.options = {
        ...context.options,
        headers: { ...headersOf(context), ...acceptedBy(exchange.session), Authorization: `Bearer ${token}` },
      }
      await next()
      return token
    }

    const token = await sendWithToken()
    if (!isUnauthorized(exchange)) return
    tokens.refuse(token)
    metrics.retries++
    await sendWithToken()
  }
}

function isUnauthorized({ answer }: Exchange): boolean {
  return answer?.status === 401
}

function headersOf(context: Parameters<Step>[2]): Record<string, string> {
  // GraphRequest always makes a plain object of them
  return (context.options?.headers ?? {}) as Record<string, string>
}
