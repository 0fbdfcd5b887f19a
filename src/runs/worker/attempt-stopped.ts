/** `slice_over` also stands for a host that shuts down. */
export type StopReason = 'cancelled' | 'fenced' | 'slice_over'

/** Stops an attempt: the reason of its abort signal. It does not mean that something failed. */
export class AttemptStopped extends Error {
  override readonly name = 'AttemptStopped'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`stopped: ${reason}`)
    this.reason = reason
  }
}
