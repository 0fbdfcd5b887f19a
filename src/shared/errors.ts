import { databaseErrorCode } from './database-codes'
import { errorCodes, type Category, type ErrorCode } from './error-codes'
import { sanitise } from './sanitise'

/** An error that is safe to store, send and show: no token, secret, connection string or stack. */
export interface SafeError {
  code: ErrorCode
  category: Category
  message: string
}

interface Details {
  /** Replaces the registry's message. Written by us; text from outside only after `sanitise`. */
  message?: string
  /** The wait that the other side asked for, in milliseconds. */
  retryAfterMs?: number
  cause?: unknown
}

/** An error with a code, which says what happened, and a category, which says what happens next. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly category: Category
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, { message, retryAfterMs, cause }: Details = {}) {
    super(message ?? errorCodes[code].message, { cause })
    this.code = code
    this.category = errorCodes[code].category
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * Converts anything thrown into a safe error. An unknown error becomes `internal.bug` with the registry's message,
 * because drizzle and the SDKs put SQL, parameters and headers into theirs.
 */
export function toSafeError(error: unknown): SafeError {
  const known = toAppError(error)
  return { code: known.code, category: known.category, message: sanitise(known.message) }
}

/** Finds the `AppError`, or a known connection error, in the chain of causes. Anything else becomes `internal.bug`. */
export function toAppError(error: unknown): AppError {
  let link: unknown = error
  // not `instanceof Error`: errors from another realm, as in Jest, are not instances of this realm's `Error`
  for (let depth = 0; typeof link === 'object' && link !== null && depth < 8; depth++) {
    if (link instanceof AppError) return link
    const { code, cause } = link as { code?: unknown; cause?: unknown }
    const known = typeof code === 'string' ? databaseErrorCode(code) : undefined
    if (known) return new AppError(known, { cause: error })
    link = cause
  }
  return new AppError('internal.bug', { cause: error })
}

/** Makes an error that is safe to throw to the host, which logs message, stack and causes. The message begins with its code. */
export function withoutDetails(error: unknown): AppError {
  const { code, message } = toSafeError(error)
  return new AppError(code, { message: `${code}: ${message}` })
}
