/** `slice_over`: the attempt has used its time. `drain`: the host shuts down. */
export type StopReason = 'cancelled' | 'fenced' | 'slice_over' | 'drain'

/** Stops an attempt: the reason of its abort signal. It does not mean that something failed. */
export class AttemptStopped extends Error {
  override readonly name = 'AttemptStopped'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`stopped: ${reason}`)
    this.reason = reason
  }
}
