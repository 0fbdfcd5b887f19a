import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../json'
import type { Tenant } from '../data/tenant'
import type { PageFault } from '../traffic/faults'
import { type RefusalName, refusals, type Refusal } from '../traffic/refusals'

export type Version = 'beta' | 'v1.0'

/** One request to Graph, alone or inside a `$batch`. */
export interface GraphCall {
  method: string
  version: Version
  /** Decoded path segments without the version. */
  segments: string[]
  /** The query as sent, without the question mark. */
  query: string
  /** Path and query as sent. */
  url: string
  tenant: Tenant
  app: string
  roles: readonly string[]
  /** Set when a fault changes the page of a list. */
  pageFault?: PageFault
}

export interface GraphAnswer {
  status: number
  /** `raw` is sent as it is and replaces `body`; it is JSON unless the headers say something else. */
  body?: JsonObject
  raw?: Buffer
  headers?: Record<string, string>
  /** Method and path without ids: `GET /beta/deviceManagement/configurationPolicies/{id}`. */
  template?: string
}

/** An error that is sent as Graph's error response. */
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

/** The error for a Graph feature that this simulator does not have; names the feature. */
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
  replaced: { code?: string | undefined; message?: string | undefined } = {},
): GraphError {
  const [usualCode, usualMessage] = codes[status] ?? ['UnknownError', `Simulated status ${status}.`]
  const { code = usualCode, message = usualMessage } = replaced
  return new GraphError(
    status,
    code,
    message,
    typeof retryAfter === 'number' ? { 'Retry-After': String(retryAfter) } : {},
  )
}

/** Returns the answer for an error that Graph was seen to send. */
export function refusalAnswer(name: RefusalName, template: string): GraphAnswer {
  const { status, code, message, raw }: Refusal = refusals[name]
  if (!raw) return statusError(status, null, { code, message }).answer(template)
  return { status, headers: { 'Content-Type': raw.type }, raw: Buffer.from(raw.text), template }
}

function errorBody(code: string, message: string): JsonObject {
  const id = randomUUID()
  const date = new Date().toISOString().slice(0, 19)
  return { error: { code, message, innerError: { date, 'request-id': id, 'client-request-id': id } } }
}
