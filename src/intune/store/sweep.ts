import type { ErrorCode } from '../../shared/error-codes'

/** What a finished sync asks to be removed: rows of policies that no run of these sources saw any more. */
export interface Sweep {
  /** Sources this attempt read to their end. */
  sources: string[]
  /** Sources that could not be read to their end, and why: their rows are as old as the last read that could. */
  stale: { source: string; code: ErrorCode }[]
}
