import { toAppError } from '../shared/errors'
import { AttemptStopped } from '../runs/worker/attempt-stopped'

/** Stopped, throttled beyond patience, without token, without database: no single policy's failure. */
export function endsTheRun(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted || error instanceof AttemptStopped) return true
  const { code } = toAppError(error)
  return code === 'graph.throttled' || code === 'db.unavailable' || code.startsWith('graph.auth.')
}
