import * as z from 'zod'

/** What the service answers where it does not take everything; the last two send elsewhere. */
const statuses = [206, 400, 401, 402, 408, 429, 439, 500, 503, 307, 308] as const

/** How the next requests with telemetry are answered. */
const Fault = z.strictObject({
  status: z.union(statuses.map((status) => z.literal(status))),
  /** So many requests; without it, all. */
  count: z.int().positive().optional(),
  /** Seconds, sent as `Retry-After`. */
  retryAfter: z.int().positive().optional(),
  /** Of 206: so many items of each request are refused, from the first on. Default: 1. */
  refused: z.int().positive().optional(),
  /** Of 206: the status of each refused item. */
  itemStatus: z.int().default(500),
  /** Of 307 and 308: the address that is to be taken. Default: this one. */
  location: z.url().optional(),
})
export type Fault = z.output<typeof Fault>
export type FaultRequest = z.input<typeof Fault>

/** The faults that are active; the first one hits. */
export class Faults {
  #active: Fault[] = []

  /** Throws for a fault that there is not. */
  add(fault: FaultRequest): void {
    const read = Fault.safeParse(fault)
    if (!read.success)
      throw new Error(`Give a fault as local/telemetry/faults.ts has it: ${z.prettifyError(read.error)}`)
    this.#active.push(read.data)
  }

  clear(): void {
    this.#active = []
  }

  list(): readonly Fault[] {
    return this.#active
  }

  /** The fault of this request; it counts as used. */
  take(): Fault | undefined {
    const [fault] = this.#active
    if (fault?.count === undefined) return fault
    if (fault.count === 1) this.#active = this.#active.slice(1)
    else this.#active = [{ ...fault, count: fault.count - 1 }, ...this.#active.slice(1)]
    return fault
  }
}
