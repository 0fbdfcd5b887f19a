/** A clock with timers, so that a test can move hours in no time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `fn` once, `ms` from now; the answer cancels it. */
  after(ms: number, fn: () => void): () => void
}

const longestTimer = 2 ** 31 - 1

export const systemClock: Clock = {
  now: Date.now,
  after(ms, fn) {
    const timer = setTimeout(fn, Math.min(Math.max(ms, 0), longestTimer))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

interface Alarm {
  at: number
  fn: () => void
}

/** A clock that stands still until `advance` moves it; timers fire in the order they are due. */
export class ManualClock implements Clock {
  #now: number
  readonly #alarms = new Set<Alarm>()

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  now = (): number => this.#now

  after = (ms: number, fn: () => void): (() => void) => {
    const alarm = { at: this.#now + Math.max(ms, 0), fn }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  /** Moves the clock and fires what falls due on the way, each at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#alarms].filter((a) => a.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#alarms.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.fn()
    }
    this.#now = end
  }
}
