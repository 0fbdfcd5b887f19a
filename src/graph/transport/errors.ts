import { AppError } from '../../shared/errors'
import type { ErrorCode } from '../../shared/error-codes'
import type { BatchAnswer } from '../types'
import { badToken, type GraphErrorBody, readErrorBody, saysNotFound } from './graph-error-body'

/** An error answer of Graph. */
interface Refusal extends BatchAnswer {
  requestId?: string | null | undefined
  /** Named in the message of a 403. */
  permission?: string | undefined
  retryAfterMs?: number | undefined
}

/**
 * Makes the error for an answer that is not 2xx. Its message contains the status, `error.code` and the request id if
 * they look like identifiers, but never Graph's text, which repeats parts of the request.
 */
export function toGraphError({ status, body, requestId, permission, retryAfterMs }: Refusal): AppError {
  const error = readErrorBody(body)
  const code = classify(status, error)
  const details = [`HTTP ${status}`, identifier(error.code), labelled('request-id', requestId ?? error.requestId)]
  const lacks = code === 'graph.forbidden' && permission ? ` Needed: ${permission}.` : ''
  const message = `${sentences[code] ?? 'Microsoft Graph refused the request'} (${details.filter(Boolean).join(', ')}).${lacks}`
  return new AppError(code, { message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
}

/** True for an error that concerns one read only. Throttling and missing tokens would end all other reads too. */
export function concernsOneRead(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('graph.') && !/throttled|auth/.test(error.code)
}

/** Goes by the status. 4xx need the body, because Intune answers 401 for one collection and 400 for missing objects. */
function classify(status: number, error: GraphErrorBody): ErrorCode {
  if (status === 401) return error.code === badToken ? 'graph.auth.failed' : 'graph.refused'
  if (status === 429) return 'graph.throttled'
  if (status >= 500) return 'graph.unavailable'
  if ((status === 400 || status === 403) && notLicensed.test(`${error.code} ${error.message}`))
    return 'graph.not_licensed'
  if (status === 403) return 'graph.forbidden'
  if (status === 410 || ((status === 404 || status === 400) && saysNotFound(error))) return 'graph.not_found'
  // a gateway's 404, or a back end that does not know the tenant yet: no proof that anything is gone
  if (status === 404) return 'graph.unavailable'
  return 'graph.bad_request'
}

const notLicensed =
  /not applicable to target tenant|RequestNotApplicableToTargetTenant|(not|n't) (have|has) a?n?y? ?(\w+ )*licen[sc]e|not licen[sc]ed|licen[sc]e\w* (is )?(required|missing)/i

const sentences: Partial<Record<ErrorCode, string>> = {
  'graph.auth.failed': 'Microsoft Graph refused a new token',
  'graph.throttled': 'Microsoft Graph is throttling this tenant',
  'graph.unavailable': 'Microsoft Graph is temporarily unavailable',
  'graph.not_licensed': 'The tenant is not licensed for this source',
  'graph.refused': 'Microsoft Graph refused this request, although the token is good',
  'graph.forbidden': 'Microsoft Graph refused the request: the app lacks a permission',
  'graph.not_found': 'Microsoft Graph does not have this object',
}

/** The value if it looks like a short identifier, so that it is safe to show. */
function identifier(value: string | null | undefined): string | undefined {
  return value && /^[\w.-]{1,64}$/.test(value) ? value : undefined
}

function labelled(name: string, value: string | null | undefined): string | undefined {
  const safe = identifier(value)
  return safe && `${name} ${safe}`
}
