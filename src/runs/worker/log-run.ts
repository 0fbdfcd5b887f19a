import { toAppError } from '../../shared/errors'
import type { Log } from '../../shared/log'
import { stackFrames } from '../../shared/stack-frames'
import { logFields } from '../ledger/log-fields'
import type { Run } from '../ledger/types'

/** The fields that name a run in the log. */
export const runFields = (run: Run) => ({ ...logFields(run), operation: run.operation, lane: run.lane })

/** Logs a bug with its code and the frames of its stack. */
export function logBug(log: Log, fields: Record<string, unknown>, error: unknown): void {
  log('bug', { ...fields, code: toAppError(error).code, frames: stackFrames(error) })
}
