import { toAppError } from '../shared/errors'
import { stackFrames } from '../shared/stack-frames'
import type { RunContext } from '../runs/operation'

/** Logs the frames of an error in our code that failed one policy: its item says only the code. */
export function logPolicyBug(context: Pick<RunContext, 'log'>, item: string, error: unknown): void {
  const { code, category } = toAppError(error)
  if (category === 'bug') context.log('policy_failed', { item, code, frames: stackFrames(error) })
}
