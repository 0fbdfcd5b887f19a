import { type ErrorCode, errorCodes } from '../shared/error-codes'
import { toAppError, toSafeError } from '../shared/errors'

/** An HTTP answer, independent of any HTTP library. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  /** Absent: no body, or a text. */
  jsonBody?: unknown
  /** A text instead of JSON; its type stands in the headers. */
  body?: string
}

/** After how many seconds a client asks again, by the status. */
const waits: Readonly<Record<number, number>> = { 429: 1, 503: 5 }

/** The same for codes that need another wait. */
const waitsOfCodes: ReadonlyMap<ErrorCode, number> = new Map([['run.too_many_waiting', 30]])

/** Converts anything thrown to RFC 9457 problem details, with a stable `code` and only our own message. */
export function problem(error: unknown): Answer {
  const { code, message } = toSafeError(error)
  const status = errorCodes[code].status ?? 500
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...hints(error, status) },
    jsonBody: { type: `urn:tenantpilot:error:${code}`, title: errorCodes[code].message, status, detail: message, code },
  }
}

/** The headers that say what a client does next. A wait that the error names itself counts most. */
function hints(error: unknown, status: number): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer' }
  const usual = waits[status]
  if (usual === undefined) return {}
  const { code, retryAfterMs } = toAppError(error)
  const seconds = retryAfterMs ? Math.ceil(retryAfterMs / 1000) : (waitsOfCodes.get(code) ?? usual)
  return { 'retry-after': String(seconds) }
}

/** Answers a request. Anything thrown becomes problem details; `report` gets the error itself, for the log. */
export async function answerOrProblem(work: () => Promise<Answer>, report: (error: unknown) => void): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    report(error)
    return problem(error)
  }
}
