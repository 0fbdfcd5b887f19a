import type { TokenCredentialOptions } from '@azure/identity'
import { parseRetryAfter } from '../throttling/retry-after'
import type { TokenRefusal } from './errors'

type Policy = NonNullable<TokenCredentialOptions['additionalPolicies']>[number]['policy']

const TIMEOUT_MS = 30_000

/**
 * Records the last error answer of Entra, and adds a timeout of 30 s. MSAL and @azure/identity drop the status,
 * Retry-After and error codes, and have no timeout.
 */
export function createRefusalRecorder() {
  let last: TokenRefusal | undefined
  const policy: Policy = {
    name: 'tenantPilotRefusalRecorder',
    async sendRequest(request, next) {
      request.timeout = TIMEOUT_MS
      const response = await next(request).catch((error: unknown) => {
        // no answer at all: recorded under the OAuth error that means the same
        last = { status: 0, error: 'temporarily_unavailable' }
        throw error
      })
      if (response.status >= 400) last = read(response.status, response.bodyAsText, response.headers.get('Retry-After'))
      return response
    },
  }
  return {
    policy,
    refusal: () => last,
    forget() {
      last = undefined
    },
  }
}

function read(status: number, text: string | null | undefined, retryAfter: string | undefined): TokenRefusal {
  const body = parse(text)
  return {
    status,
    error: typeof body.error === 'string' ? body.error : undefined,
    errorCodes: Array.isArray(body.error_codes) ? body.error_codes.filter((n) => typeof n === 'number') : [],
    retryAfterMs: parseRetryAfter(retryAfter, Date.now()),
  }
}

function parse(text: string | null | undefined): { error?: unknown; error_codes?: unknown } {
  try {
    const body: unknown = JSON.parse(text ?? '')
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}
