/** A request that shall have its effect once, however often it is sent. */
export interface Repeatable {
  /** `Idempotency-Key`: chosen by the caller. */
  key: string
  /** Method and path, with the ids in it. */
  route: string
  /** What was asked for. */
  body: unknown
}
