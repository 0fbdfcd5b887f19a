import { errorCodes, type Category, type ErrorCode } from './error-codes'

/** What may be stored, sent and shown: never a token, a secret, a connection string or a stack. */
export interface SafeError {
  code: ErrorCode
  category: Category
  message: string
}

interface Details {
  /** Replaces the registry's sentence. Written by us: never text from outside unless it went through `scrub`. */
  message?: string
  /** How long to wait, where the other side said so. */
  retryAfterMs?: number
  cause?: unknown
}

/** An error of ours. Its code says what happened, its category what happens next. */
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
 * Turns anything thrown into what may leave this process. Whatever is not ours becomes `internal.bug` with the
 * registry's sentence: drizzle and the SDKs put SQL, parameters and headers into their messages.
 */
export function toSafeError(error: unknown): SafeError {
  const known = toAppError(error)
  return { code: known.code, category: known.category, message: sanitise(known.message) }
}

/** The `AppError` in an error's chain of causes; what has none is a bug. */
export function toAppError(error: unknown): AppError {
  let link: unknown = error
  // no `instanceof Error`: errors of Node's own and of other realms are none of this one's
  for (let depth = 0; typeof link === 'object' && link !== null && depth < 8; depth++) {
    if (link instanceof AppError) return link
    const { code, cause } = link as { code?: unknown; cause?: unknown }
    const known = typeof code === 'string' ? connectionErrors.get(code) : undefined
    if (known) return new AppError(known, { cause: error })
    link = cause
  }
  return new AppError('internal.bug', { cause: error })
}

/** The same error as it may leave this process by being thrown: hosts log message, stack and causes. */
export function withoutDetails(error: unknown): AppError {
  const { code, message } = toSafeError(error)
  return new AppError(code, { message })
}

/** PostgreSQL and postgres.js codes that mean "the database is away or busy", wherever they are wrapped. */
const unavailableCodes = [
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH',
  'CONNECT_TIMEOUT CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED',
  // admin shutdown, crash shutdown, cannot connect now, too many connections, read-only (a failover)
  '57P01 57P02 57P03 53300 25006 08000 08001 08003 08004 08006',
  // statement, transaction, lock and idle timeouts, deadlock, serialization: the next attempt may pass
  '57014 25P03 25P04 55P03 57P05 40P01 40001',
]
const connectionErrors = new Map<string, ErrorCode>(
  unavailableCodes.flatMap((codes) => codes.split(' ')).map((code) => [code, 'db.unavailable']),
)

/** One line of at most 500 characters, free of what looks like a credential. */
export function sanitise(text: string): string {
  return text
    .replace(/eyJ[\w-]{10,}(\.[\w-]+)*/g, '[token]')
    .replace(/\b(SharedAccessKey|client_secret|password|sig|code)=[^;&\s"']+/gi, '$1=[hidden]')
    .replace(/(\w+:\/\/[^\s:/@]+):[^\s@]+@/g, '$1:[hidden]@')
    .replace(/\s+/g, ' ')
    .slice(0, 500)
}
