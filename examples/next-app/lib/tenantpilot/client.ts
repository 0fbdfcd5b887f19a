import { ApiError, readProblem } from './api-error'
import { noStore } from './no-store'
import { type Operations, routes } from './schema'

type Parts = 'params' | 'query' | 'body'
/** Parts of a request that may not be left out. */
type Needed<Name extends keyof Operations> = {
  [Part in Parts]: Partial<Operations[Name][Part]> extends Operations[Name][Part] ? never : Part
}[Parts]

/** What a route takes. */
export type RequestOf<Name extends keyof Operations> = Pick<Operations[Name], Needed<Name>> &
  Partial<Pick<Operations[Name], Parts>> & {
    /** `Idempotency-Key`, `X-Acting-User`. */
    headers?: Record<string, string>
  }

/** Calls a route by the name of its operation. Throws `ApiError` when the API refuses. */
export type Client = <Name extends keyof Operations>(
  name: Name,
  request: RequestOf<Name>,
) => Promise<Operations[Name]['answer']>

export interface ClientOptions {
  /** Where the API is, without `/api`. */
  baseUrl: string
  getToken: () => Promise<string>
  /** The time that a call may take, with its token. Default: 10,000. */
  timeoutMs?: number
}

export function createClient({ baseUrl, getToken, timeoutMs = 10_000 }: ClientOptions): Client {
  return async (name, request) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const { params, query, body, headers }: LooseRequest = request
    const url = addressOf(baseUrl, routes[name].path, params ?? {}, query ?? {})
    const token = await orAborted(getToken(), signal)
    const response = await fetch(url, {
      ...noStore,
      method: routes[name].method,
      signal,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new ApiError(response.status, readProblem(text))
    return text === '' ? null : JSON.parse(text)
  }
}

interface LooseRequest {
  params?: object | undefined
  query?: object | undefined
  body?: unknown
  headers?: Record<string, string>
}

/** Throws for an id that would lead to another address. */
function addressOf(baseUrl: string, path: string, params: object, query: object): URL {
  const values = new Map(Object.entries(params))
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name)
    if (typeof value !== 'string' || /^\.{0,2}$/.test(value)) throw new TypeError(`The ${name} is not valid.`)
    return encodeURIComponent(value)
  })
  const url = new URL(filled, baseUrl)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

/** Waits for something that cannot be aborted itself. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
