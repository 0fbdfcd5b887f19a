export type StopReason = 'cancelled' | 'fenced' | 'slice_over'

/** Why an attempt must stop; the reason of its abort signal. Not an error of anything. */
export class AttemptStopped extends Error {
  override readonly name = 'Stopped'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`stopped: ${reason}`)
    this.reason = reason
  }
}
