import { ApiError, readProblem, UnreachableError, UnreadableError } from './api-error'
import { fetchText } from './fetch-text'
import { readAnswer } from './read-answer'
import { retryAfterToMs } from './retry-after'
import { type Operations, routes } from './schema'

type Parts = 'params' | 'query' | 'body'
/** Parts of a request that may not be left out. */
type Needed<Name extends keyof Operations> = {
  [Part in Parts]: Partial<Operations[Name][Part]> extends Operations[Name][Part] ? never : Part
}[Parts]

/** What a route takes. */
export type RequestOf<Name extends keyof Operations> = Pick<Operations[Name], Needed<Name>> &
  Partial<Pick<Operations[Name], Parts>> & {
    /** `Idempotency-Key`, `X-Acting-User`, `If-None-Match`. */
    headers?: Record<string, string>
  }

/** An answer with what its headers say. */
export interface Answered<Body> {
  status: number
  /** Send it as `If-None-Match` with the next request. */
  etag: string | undefined
  /** After this long it is worth asking again; undefined: the API does not say. */
  retryAfterMs: number | undefined
  /** Null: there is none, or nothing has changed (304). */
  answer: Body | null
}

/** Calls routes by the names of their operations. Throws `ApiError` when the API refuses, `UnreachableError` when nothing
 * answers, `UnreadableError` when something else does. */
export interface Client {
  <Name extends keyof Operations>(name: Name, request: RequestOf<Name>): Promise<Operations[Name]['answer']>
  /** The same with the headers of the answer; a 304 is an answer here. */
  withHeaders<Name extends keyof Operations>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<Answered<Operations[Name]['answer']>>
}

export interface ClientOptions {
  /** Where the API is, without `/api`. A path is kept, as of a gateway. */
  baseUrl: string
  getToken: () => Promise<string>
  /** The time that a call may take, with its token. Default: 10,000. */
  timeoutMs?: number
}

export function createClient(options: ClientOptions): Client {
  const withHeaders = (name: keyof Operations, request: LooseRequest) => send(options, name, request)
  const call = async (name: keyof Operations, request: LooseRequest) => {
    const { status, answer } = await withHeaders(name, request)
    if (status === 304) throw new ApiError(status)
    return answer
  }
  return Object.assign(call, { withHeaders }) as Client
}

async function send(
  { baseUrl, getToken, timeoutMs = 10_000 }: ClientOptions,
  name: keyof Operations,
  { params, query, body, headers }: LooseRequest,
): Promise<Answered<unknown>> {
  const signal = AbortSignal.timeout(timeoutMs)
  const url = addressOf(baseUrl, routes[name].path, params ?? {}, query ?? {})
  const token = await orAborted(getToken(), signal)
  const { response, text } = await fetchText(url, {
    method: routes[name].method,
    signal,
    headers: {
      ...headers,
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    signal.throwIfAborted()
    if (error instanceof UnreadableError) throw error
    throw new UnreachableError(error)
  })
  const { status } = response
  const retryAfterMs = retryAfterToMs(response.headers.get('retry-after'))
  if (!response.ok && status !== 304) throw new ApiError(status, readProblem(text), retryAfterMs)
  const etag = response.headers.get('etag') ?? undefined
  return { status, etag, retryAfterMs, answer: status === 304 ? null : readAnswer(name, text) }
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
  const url = new URL(baseUrl.replace(/\/+$/, '') + filled)
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
