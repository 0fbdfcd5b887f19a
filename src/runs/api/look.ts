import { AppError } from '../../shared/errors'
import type { ErrorCode } from '../../shared/error-codes'
import { oneAtATime } from '../../shared/repeated-work'
import { withTimeout } from '../../shared/timeout'

/** Whoever asks for the health gets an answer within two seconds. Milliseconds. */
const lookMs = 1_800

/**
 * Makes a look at the database or the queues that is awaited for at most 1.8 s, then it throws the code. A look that hangs is
 * not begun again before it has ended: who asks meanwhile waits for the same one.
 */
export function createLook<T>(unavailable: ErrorCode, look: () => Promise<T>): () => Promise<T> {
  const once = oneAtATime(look)
  return () => withTimeout(lookMs, once, () => new AppError(unavailable))
}
