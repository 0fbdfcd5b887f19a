import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../json'
import type { Tenant } from '../data/tenant'

export type Version = 'beta' | 'v1.0'

/** Odd things that happen to a page of a list. */
export const twists = ['emptyPage', 'repeatedNextLink', 'foreignNextLink', 'movedPage', 'skippedEntry'] as const

export type Twist = (typeof twists)[number]

/** One request to Graph, on its own or out of a `$batch`. */
export interface GraphCall {
  method: string
  version: Version
  /** Decoded, without the version. */
  segments: string[]
  /** As sent, without the question mark. */
  query: string
  /** As sent: path and query. */
  url: string
  tenant: Tenant
  app: string
  roles: readonly string[]
  /** Changes what a list answers, on demand of a fault. */
  twist?: Twist
}

export interface GraphAnswer {
  status: number
  /** `raw` is JSON already. */
  body?: JsonObject
  raw?: Buffer
  headers?: Record<string, string>
  /** What the request was, ids left out: `deviceManagement/configurationPolicies/{id}`. */
  template?: string
}

/** Thrown by whatever cannot go on; becomes Graph's error answer. */
export class GraphError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }

  answer(template?: string): GraphAnswer {
    const { status, headers, code, message } = this
    return { status, headers, body: errorBody(code, message), ...(template && { template }) }
  }
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message)
}

/** Whatever Graph may know but this simulator does not: said by name, never guessed. */
export function notServed(what: string): GraphError {
  return new GraphError(501, 'SimulatorNotImplemented', `simulator does not serve ${what}`)
}

const codes: Readonly<Record<number, [string, string]>> = {
  400: ['BadRequest', 'The request is invalid.'],
  401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
  403: ['Forbidden', 'Application is not authorized to perform this operation.'],
  404: ['ResourceNotFound', 'Resource not found.'],
  409: ['Conflict', 'The request conflicts with the current state.'],
  424: ['FailedDependency', 'A request this one depends on has failed.'],
  429: ['TooManyRequests', '{"_version":3,"Message":"Too many requests. Please try again later.","RetryAfter":null}'],
  500: ['InternalServerError', 'An internal server error has occurred.'],
  502: ['BadGateway', 'The server received an invalid response from an upstream server.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
  504: ['GatewayTimeout', 'The gateway did not receive a timely response.'],
}

export function statusError(
  status: number,
  retryAfter: number | null | undefined,
  said: { code?: string | undefined; message?: string | undefined } = {},
): GraphError {
  const [usualCode, usualMessage] = codes[status] ?? ['UnknownError', `Simulated status ${status}.`]
  const { code = usualCode, message = usualMessage } = said
  return new GraphError(
    status,
    code,
    message,
    typeof retryAfter === 'number' ? { 'Retry-After': String(retryAfter) } : {},
  )
}

function errorBody(code: string, message: string): JsonObject {
  const id = randomUUID()
  const date = new Date().toISOString().slice(0, 19)
  return { error: { code, message, innerError: { date, 'request-id': id, 'client-request-id': id } } }
}
