import { AppError, toAppError } from '../../shared/errors'
import type { ErrorCode } from '../../shared/error-codes'

/** What the token endpoint answered last, as far as it is needed to tell why there is no token. */
export interface TokenRefusal {
  status: number
  /** OAuth's word: `invalid_client`, `unauthorized_client`, … */
  error?: string | undefined
  /** Entra's AADSTS numbers. */
  errorCodes?: readonly number[] | undefined
  retryAfterMs?: number | undefined
}

/** AADSTS numbers that say more than OAuth's word. Microsoft may change them: an unknown one falls back to the word. */
const numbers = new Map<number, ErrorCode>([
  ...group('graph.auth.unavailable', [90024, 90033, 90012, 90006, 90090, 90055, 50196]),
  ...group('graph.auth.no_consent', [700016, 65001, 90094, 650052, 650057]),
  ...group('graph.auth.invalid_client', [7000215, 7000222, 700027, 50012, 700213, 7002138, 700211, 700222]),
  ...group('graph.auth.app_disabled', [7000112, 70001, 7000229, 500011]),
  ...group('graph.auth.tenant_not_found', [90002, 50059, 90038, 900382]),
  ...group('graph.auth.conditional_access', [53003, 530032]),
  ...group('graph.auth.wrong_authority', [50194, 9001023]),
])

const words = new Map<string, ErrorCode>([
  ['temporarily_unavailable', 'graph.auth.unavailable'],
  ['server_error', 'graph.auth.unavailable'],
  ['invalid_client', 'graph.auth.invalid_client'],
  ['unauthorized_client', 'graph.auth.no_consent'],
  ['consent_required', 'graph.auth.no_consent'],
  ['missing_tenant_id_error', 'graph.auth.wrong_authority'],
])

/**
 * Why there is no token. Transient comes first (status, then OAuth's word); then Entra's number, then the word.
 * `refusal` is what Entra answered: @azure/identity keeps only a text of it. Without one the text is searched, and
 * without that it is `graph.auth.failed`. The message names word and number, never Entra's text.
 */
export function toAuthError(error: unknown, refusal: TokenRefusal | undefined): AppError {
  if (error instanceof AppError) return error
  const { status, error: word, errorCodes = [], retryAfterMs } = refusal ?? fromText(error)
  const code = classify(status, word, errorCodes) ?? fromFailure(error)
  const details = [word && /^\w{1,40}$/.test(word) ? word : '', ...errorCodes.slice(0, 3).map((n) => `AADSTS${n}`)]
  const shown = details.filter(Boolean).join(', ')
  const plain = new AppError(code, { cause: error })
  return new AppError(code, {
    message: shown ? `${plain.message} (${shown})` : plain.message,
    cause: error,
    ...(retryAfterMs === undefined || code !== 'graph.auth.unavailable' ? {} : { retryAfterMs }),
  })
}

function classify(status: number, word: string | undefined, errorCodes: readonly number[]): ErrorCode | undefined {
  const byWord = word === undefined ? undefined : words.get(word)
  if (status === 429 || status >= 500 || byWord === 'graph.auth.unavailable') return 'graph.auth.unavailable'
  return errorCodes.map((n) => numbers.get(n)).find((known) => known !== undefined) ?? byWord
}

/** Failures that come without an answer of Entra. */
function fromFailure(error: unknown): ErrorCode {
  const { name = '', message = '', code = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  // no metadata service, or no answer from it: on Azure it passes
  if (name === 'CredentialUnavailableError') return 'graph.auth.unavailable'
  if (code === 'ENOENT' || code === 'EACCES') return 'graph.auth.invalid_client'
  if (message.startsWith('Invalid tenant id')) return 'graph.auth.tenant_not_found'
  const broken = /network_error|REQUEST_SEND_ERROR|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|timed? ?out|aborted/i
  if (broken.test(`${name} ${code} ${message}`)) return 'graph.auth.unavailable'
  return toAppError(error).code === 'db.unavailable' ? 'graph.auth.unavailable' : 'graph.auth.failed'
}

function fromText(error: unknown): TokenRefusal {
  const text = (error as Partial<Error> | undefined)?.message ?? ''
  const errorCodes = [...text.matchAll(/AADSTS(\d{4,8})/g)].map((match) => Number(match[1]))
  const word = [...words.keys()].find((known) => text.includes(known))
  return { status: 0, error: word, errorCodes: [...new Set(errorCodes)] }
}

function group(code: ErrorCode, list: readonly number[]): [number, ErrorCode][] {
  return list.map((n) => [n, code])
}
