/** Where the HTTP API is, and for which tenant it is called. */
export interface Api {
  /** Without `/api` and without a slash at its end. */
  url: string
  tenantId: string
  /** Gives an access token that is valid now. Throws a sentence when there is none. */
  token(): Promise<string>
  /** What to do when the API does not accept it: a sentence. */
  tokenRemedy?: string
}

/** Where the tenant of an API stands. */
export const tenantPath = ({ tenantId }: Pick<Api, 'tenantId'>) => `/tenants/${encodeURIComponent(tenantId)}`

/** What is asked of an API. */
export interface ApiRequest {
  method: string
  /** Below the tenant; with a slash before it, below `/api`. */
  path: string
  /** Null: none is sent. */
  token: string | null
  body?: object | undefined
  signal?: AbortSignal
}

/** Whatever an API answered. */
export interface HttpAnswer {
  status: number
  text: string
  /** 0: it did not say. */
  retryAfterMs: number
}

const largestAnswer = 16 * 1024 * 1024

/**
 * Sends one request and returns whatever is answered. Follows no redirect, which would take the token elsewhere. Rejects
 * when there is no answer, or one of more than 16 MiB.
 */
export async function callOnce(
  { url, tenantId }: Pick<Api, 'url' | 'tenantId'>,
  { method, path, token, body, signal }: ApiRequest,
): Promise<HttpAnswer> {
  const below = path.startsWith('/') ? path : `${tenantPath({ tenantId })}/${path}`
  const response = await fetch(`${url}/api${below}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  })
  const text = await readText(response)
  return { status: response.status, text, retryAfterMs: toMs(response.headers.get('retry-after')) }
}

/** An answer that is too large to be one of the API. */
class TooLarge extends Error {
  readonly code = 'TOO_LARGE'
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    // leaving the loop ends the connection
    if (size > largestAnswer) throw new TooLarge('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Retry-After is a number of seconds or a date. */
function toMs(header: string | null): number {
  if (!header) return 0
  const ms = Number.isNaN(Number(header)) ? Date.parse(header) - Date.now() : Number(header) * 1000
  return Math.max(ms, 0) || 0
}
