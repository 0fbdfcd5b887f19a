import { reasonOf } from './reason-of'
import type { Problem } from './schema'

/** The API refused a request. The message is for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** Stable; undefined when something on the way to the API answered. */
  readonly code: Problem['code'] | undefined
  /** After this long it is worth calling again; undefined: the API does not say. */
  readonly retryAfterMs: number | undefined

  constructor(status: number, problem?: Problem, retryAfterMs?: number) {
    super(problem?.detail ?? wordsOf(status))
    this.status = status
    this.code = problem?.code
    this.retryAfterMs = retryAfterMs
  }
}

/** Nothing answered, or not in time. The message is for the log: it says what and why. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'

  constructor(cause: unknown, what = 'The API') {
    super(`${what} cannot be reached: ${reasonOf(cause)}.`, { cause })
  }
}

/** What answered is not the API, or one of another version. The message is for the log: it says why. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'

  constructor(why: string) {
    super(`The answer is none of the API: ${why}. Check TENANTPILOT_URL and the version of the backend.`)
  }
}

function wordsOf(status: number): string {
  if (status >= 300 && status < 400 && status !== 304)
    return `The service sent this app elsewhere (status ${status}). Ask an administrator to check its address.`
  return `The service answered with status ${status}. Try again in a minute.`
}

/** Reads problem details. Undefined: the text is something else. */
export function readProblem(text: string): Problem | undefined {
  try {
    const problem = JSON.parse(text) as Partial<Problem> | null
    return typeof problem?.detail === 'string' && typeof problem.code === 'string' ? (problem as Problem) : undefined
  } catch {
    return undefined
  }
}
