import type { ErrorCode } from '../../shared/error-codes'

/** What a finished sync removes: rows of policies that it did not see any more. */
export interface Sweep {
  /** Sources that this attempt read to their last page. */
  sources: string[]
  /** Sources that could not be read to their last page, and why; their rows stay. */
  stale: { source: string; code: ErrorCode }[]
}
