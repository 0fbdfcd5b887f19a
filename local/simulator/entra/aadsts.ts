import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../json'

interface Kind {
  status: number
  error: string
  message: string
}

/** The errors of the token endpoint by AADSTS number. */
const kinds: Readonly<Record<number, Kind>> = {
  7000215: {
    status: 401,
    error: 'invalid_client',
    message:
      'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
  },
  7000222: { status: 401, error: 'invalid_client', message: 'The provided client secret keys are expired.' },
  7000216: {
    status: 401,
    error: 'invalid_client',
    message: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  },
  700027: {
    status: 401,
    error: 'invalid_client',
    message: 'The certificate with identifier used to sign the client assertion is not registered on application.',
  },
  50012: {
    status: 401,
    error: 'invalid_client',
    message: 'Authentication failed: the assertion could not be verified.',
  },
  700021: {
    status: 401,
    error: 'invalid_client',
    message: 'The application identifier in the client assertion does not match the client_id.',
  },
  700023: {
    status: 401,
    error: 'invalid_client',
    message: 'The audience in the client assertion does not match the issuer of the realm.',
  },
  700024: { status: 401, error: 'invalid_client', message: 'Client assertion is not within its valid time range.' },
  700212: {
    status: 401,
    error: 'invalid_client',
    message: 'No matching federated identity record found for presented assertion audience.',
  },
  700211: {
    status: 401,
    error: 'invalid_client',
    message: 'No matching federated identity record found for presented assertion issuer.',
  },
  700213: {
    status: 401,
    error: 'invalid_client',
    message: 'No matching federated identity record found for presented assertion subject.',
  },
  7002138: {
    status: 401,
    error: 'invalid_client',
    message: 'No matching federated identity record found: the subject differs by case.',
  },
  700016: {
    status: 400,
    error: 'unauthorized_client',
    message:
      'Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant.',
  },
  50011: {
    status: 400,
    error: 'invalid_request',
    message:
      'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
  },
  700051: {
    status: 400,
    error: 'unsupported_response_type',
    message: 'The response_type or response_mode is not enabled for the application.',
  },
  7000112: { status: 400, error: 'unauthorized_client', message: 'Application is disabled.' },
  7000229: {
    status: 400,
    error: 'unauthorized_client',
    message: 'The client application is missing service principal in the tenant.',
  },
  65001: {
    status: 400,
    error: 'invalid_grant',
    message: 'The user or administrator has not consented to use the application.',
  },
  500011: { status: 400, error: 'invalid_resource', message: 'The resource principal was not found in the tenant.' },
  1002012: {
    status: 400,
    error: 'invalid_scope',
    message:
      'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.',
  },
  70003: { status: 400, error: 'unsupported_grant_type', message: 'The app requested an unsupported grant type.' },
  900144: {
    status: 400,
    error: 'invalid_request',
    message: 'The request body must contain a required parameter that is missing.',
  },
  90002: {
    status: 400,
    error: 'invalid_request',
    message: 'Tenant not found. Check to make sure you have the correct tenant ID.',
  },
  50194: {
    status: 400,
    error: 'invalid_request',
    message:
      'Application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps.',
  },
  53003: {
    status: 400,
    error: 'invalid_grant',
    message: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  530032: {
    status: 400,
    error: 'invalid_grant',
    message: 'Access has been blocked by a security policy of the tenant.',
  },
  90024: {
    status: 500,
    error: 'temporarily_unavailable',
    message: 'A transient error has occurred. Please try again.',
  },
  90033: {
    status: 503,
    error: 'temporarily_unavailable',
    message: 'A transient error has occurred (MsodsServiceUnavailable). Please try again.',
  },
  90055: { status: 429, error: 'temporarily_unavailable', message: 'Tenant is throttled (TenantThrottlingError).' },
  50196: {
    status: 400,
    error: 'invalid_grant',
    message: 'The server terminated an operation because it encountered a client request loop.',
  },
}

export interface EntraError {
  status: number
  body: JsonObject
  headers?: Record<string, string>
}

/** Returns the token endpoint's answer for an AADSTS number; `status` replaces the usual status. */
export function aadsts(code: number, status?: number): EntraError {
  const kind = kinds[code] ?? { status: 400, error: 'invalid_request', message: 'Simulated error.' }
  return { status: status ?? kind.status, body: body(kind.error, code, kind.message) }
}

/** Returns the answer for an outage or for too many token requests; `retryAfter` in seconds. */
export function outage(status: number, retryAfter: number | null | undefined): EntraError {
  const wait = retryAfter === undefined && status === 429 ? 60 : retryAfter
  const headers = typeof wait === 'number' ? { 'Retry-After': String(wait) } : {}
  return {
    status,
    headers,
    body: body('temporarily_unavailable', 90033, 'The service is temporarily unavailable. Please retry later.'),
  }
}

function body(error: string, code: number, message: string): JsonObject {
  const [trace, correlation] = [randomUUID(), randomUUID()]
  const timestamp = new Date().toISOString().replace('T', ' ').replace(/\.\d+/, '')
  return {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  }
}
