import type { TokenCredentialOptions } from '@azure/identity'

type HttpClient = NonNullable<TokenCredentialOptions['httpClient']>
type Request = Parameters<HttpClient['sendRequest']>[0]

export interface TokenReply {
  status: number
  json?: unknown
  headers?: Record<string, string>
}

/**
 * Makes an HTTP transport for @azure/identity that answers like Entra. `tokenRequests`: the bodies of token requests.
 */
export function fakeEntra(answer: (body: URLSearchParams, index: number) => TokenReply | Promise<TokenReply> | Error) {
  const tokenRequests: URLSearchParams[] = []
  const hosts = new Set<string>()

  async function replyTo(request: Request): Promise<TokenReply> {
    const url = new URL(request.url)
    hosts.add(url.origin)
    if (url.pathname.endsWith('/.well-known/openid-configuration')) return { status: 200, json: configuration(url) }
    if (!url.pathname.endsWith('/oauth2/v2.0/token')) throw new Error(`Entra has no ${url.href}`)
    const body = new URLSearchParams(String(request.body))
    const reply = answer(body, tokenRequests.push(body) - 1)
    if (reply instanceof Error) throw reply
    return reply
  }

  const httpClient: HttpClient = {
    async sendRequest(request) {
      const { status, json, headers = {} } = await replyTo(request)
      const { createHttpHeaders } = await import('@azure/core-rest-pipeline')
      return { request, status, headers: createHttpHeaders(headers), bodyAsText: JSON.stringify(json ?? {}) }
    },
  }
  return { httpClient, tokenRequests, hosts }
}

function configuration({ origin, pathname }: URL) {
  const tenant = pathname.split('/')[1]
  return {
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    issuer: `${origin}/${tenant}/v2.0`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
  }
}

export function issued(token: string): TokenReply {
  return { status: 200, json: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token } }
}

/** Makes a refusal in Entra's form. */
export function refused(status: number, error: string, code: number, headers: Record<string, string> = {}): TokenReply {
  const error_description = `AADSTS${code}: The text of Entra with private-detail. Trace ID: 1 Correlation ID: 2`
  return { status, headers, json: { error, error_description, error_codes: [code], trace_id: '1' } }
}
