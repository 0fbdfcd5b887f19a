import { AppError, toAppError } from '../../shared/errors'
import type { ErrorCode } from '../../shared/error-codes'

/** The last error answer of the token endpoint. */
export interface TokenRefusal {
  status: number
  /** The OAuth error: `invalid_client`, `unauthorized_client`, … */
  error?: string | undefined
  /** AADSTS numbers of Entra. */
  errorCodes?: readonly number[] | undefined
  retryAfterMs?: number | undefined
}

/** AADSTS numbers that are more exact than the OAuth error. Microsoft may change them; unknown ones are ignored. */
export const codeByNumber: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  ...group('graph.auth.unavailable', [90024, 90033, 90012, 90006, 90090, 90055, 50196]),
  ...group('graph.auth.no_consent', [700016, 65001, 90094, 650052, 650057]),
  ...group('graph.auth.invalid_client', [7000215, 7000222, 700027, 50012, 700213, 7002138, 700211, 700222]),
  ...group('graph.auth.app_disabled', [7000112, 70001, 7000229, 500011]),
  ...group('graph.auth.tenant_not_found', [90002, 50059, 90038, 900382]),
  ...group('graph.auth.conditional_access', [53003, 530032]),
  ...group('graph.auth.wrong_authority', [50194, 9001023]),
])

const codeByOAuthError = new Map<string, ErrorCode>([
  ['temporarily_unavailable', 'graph.auth.unavailable'],
  ['server_error', 'graph.auth.unavailable'],
  ['invalid_client', 'graph.auth.invalid_client'],
  ['unauthorized_client', 'graph.auth.no_consent'],
  ['consent_required', 'graph.auth.no_consent'],
  ['missing_tenant_id_error', 'graph.auth.wrong_authority'],
])

/**
 * Converts a failed token request. Transient errors are recognised first, then AADSTS numbers, then the OAuth error;
 * the rest is `graph.auth.failed`. Without a `refusal` the text of the error is searched: @azure/identity keeps nothing
 * else. The message contains the OAuth error and the numbers, never Entra's text.
 */
export function toAuthError(error: unknown, refusal: TokenRefusal | undefined): AppError {
  if (error instanceof AppError) return error
  const { status, error: oauthError, errorCodes = [], retryAfterMs } = refusal ?? readText(error)
  const code = classify(status, oauthError, errorCodes) ?? classifyFailure(error)
  const details = [
    oauthError && /^\w{1,40}$/.test(oauthError) ? oauthError : '',
    ...errorCodes.slice(0, 3).map((n) => `AADSTS${n}`),
  ]
  const shown = details.filter(Boolean).join(', ')
  const plain = new AppError(code, { cause: error })
  return new AppError(code, {
    message: shown ? `${plain.message} (${shown})` : plain.message,
    cause: error,
    ...(retryAfterMs === undefined || code !== 'graph.auth.unavailable' ? {} : { retryAfterMs }),
  })
}

function classify(status: number, oauthError: string | undefined, numbers: readonly number[]): ErrorCode | undefined {
  const byOAuthError = oauthError === undefined ? undefined : codeByOAuthError.get(oauthError)
  if (status === 429 || status >= 500 || byOAuthError === 'graph.auth.unavailable') return 'graph.auth.unavailable'
  return numbers.map((n) => codeByNumber.get(n)).find((known) => known !== undefined) ?? byOAuthError
}

/** Classifies failures without an answer of Entra. */
function classifyFailure(error: unknown): ErrorCode {
  const { name = '', message = '', code = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  // the metadata service of the managed identity does not answer: on Azure this is transient
  if (name === 'CredentialUnavailableError') return 'graph.auth.unavailable'
  if (code === 'ENOENT' || code === 'EACCES') return 'graph.auth.invalid_client'
  if (message.startsWith('Invalid tenant id')) return 'graph.auth.tenant_not_found'
  const broken = /network_error|REQUEST_SEND_ERROR|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|timed? ?out|aborted/i
  if (broken.test(`${name} ${code} ${message}`)) return 'graph.auth.unavailable'
  return toAppError(error).code === 'db.unavailable' ? 'graph.auth.unavailable' : 'graph.auth.failed'
}

function readText(error: unknown): TokenRefusal {
  const text = (error as Partial<Error> | undefined)?.message ?? ''
  const errorCodes = [...text.matchAll(/AADSTS(\d{4,8})/g)].map((match) => Number(match[1]))
  const oauthError = [...codeByOAuthError.keys()].find((known) => text.includes(known))
  return { status: 0, error: oauthError, errorCodes: [...new Set(errorCodes)] }
}

function group(code: ErrorCode, list: readonly number[]): [number, ErrorCode][] {
  return list.map((n) => [n, code])
}
