import { errorCodes } from '../shared/error-codes'
import { toSafeError } from '../shared/errors'

/** An answer before any HTTP library: what a trigger hands on. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  jsonBody: unknown
}

/** RFC 9457 problem details with a stable `code`; nothing of what was thrown but our own sentence. */
export function problem(error: unknown): Answer {
  const { code, message } = toSafeError(error)
  const status = errorCodes[code].status ?? 500
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...(status === 503 ? { 'retry-after': '5' } : {}) },
    jsonBody: { type: `urn:tenantpilot:error:${code}`, title: errorCodes[code].message, status, detail: message, code },
  }
}

/** Answers a request; whatever is thrown becomes problem details. */
export async function answerOrProblem(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    return problem(error)
  }
}
