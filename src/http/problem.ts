import { errorCodes } from '../shared/error-codes'
import { toSafeError } from '../shared/errors'

/** An HTTP answer, independent of any HTTP library. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  /** Absent: no body, or a text. */
  jsonBody?: unknown
  /** A text instead of JSON; its type stands in the headers. */
  body?: string
}

/** What a client does next, by the status. */
const hints: Readonly<Record<number, Record<string, string>>> = {
  401: { 'www-authenticate': 'Bearer' },
  429: { 'retry-after': '1' },
  503: { 'retry-after': '5' },
}

/** Converts anything thrown to RFC 9457 problem details, with a stable `code` and only our own message. */
export function problem(error: unknown): Answer {
  const { code, message } = toSafeError(error)
  const status = errorCodes[code].status ?? 500
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...hints[status] },
    jsonBody: { type: `urn:tenantpilot:error:${code}`, title: errorCodes[code].message, status, detail: message, code },
  }
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
