import { toAppError } from '../shared/errors'
import { AttemptStopped } from '../runs/worker/attempt-stopped'

const whole = new Set(['graph.throttled', 'db.unavailable', 'db.schema_behind', 'db.forbidden'])

/** Whether an error stops the whole attempt and not a single policy: stopped, throttled too long, no token, no database. */
export function endsTheRun(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted || error instanceof AttemptStopped) return true
  const { code } = toAppError(error)
  return whole.has(code) || code.startsWith('graph.auth.')
}
