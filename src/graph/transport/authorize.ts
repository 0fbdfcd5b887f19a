import { AppError } from '../../shared/errors'
import { acceptHeaders } from './session'
import { saysTokenIsBad } from './graph-error-body'
import type { Step } from './exchange'
import { isGraphUrl } from './url'

/**
 * Makes the step that adds the tenant's token. Throws `graph.foreign_link` for any host but Graph's own. Retries a 401
 * once with a new token: the old one may have been revoked. A 401 that does not name the token gets one new token in a
 * session, because Intune answers so for single collections.
 */
export function createAuthorize(baseUrl: string): Step {
  return async (exchange, next, context) => {
    if (!isGraphUrl(baseUrl, exchange.url)) throw new AppError('graph.foreign_link')
    const { tokens, metrics, signal } = exchange.session

    async function sendWithToken(): Promise<string> {
      const token = await tokens.get(signal)
      context.options = {
        ...context.options,
        headers: { ...headersOf(context), ...acceptHeaders(exchange.session), Authorization: `Bearer ${token}` },
      }
      await next()
      return token
    }

    const token = await sendWithToken()
    const { status, body } = exchange.answer ?? {}
    if (status !== 401 || !tokens.refuse(token, saysTokenIsBad(body))) return
    metrics.retries++
    await sendWithToken()
  }
}

function headersOf(context: Parameters<Step>[2]): Record<string, string> {
  // the SDK's GraphRequest always makes a plain object of the headers
  return (context.options?.headers ?? {}) as Record<string, string>
}
