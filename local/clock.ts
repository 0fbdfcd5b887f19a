/** A clock with timers; tests replace it to skip hours without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `fn` once, `ms` from now; the returned function cancels it. */
  after(ms: number, fn: () => void): () => void
}

const longestDelayMs = 2 ** 31 - 1 // the limit of setTimeout

export const systemClock: Clock = {
  now: Date.now,
  after(ms, fn) {
    const timer = setTimeout(fn, Math.min(Math.max(ms, 0), longestDelayMs))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

interface Timer {
  at: number
  fn: () => void
}

/** A clock that only `advance` moves; timers fire in the order they are due. */
export class ManualClock implements Clock {
  #now: number
  readonly #timers = new Set<Timer>()

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  now = (): number => this.#now

  after = (ms: number, fn: () => void): (() => void) => {
    const timer = { at: this.#now + Math.max(ms, 0), fn }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Moves the clock by `ms`; each timer that is due fires with the clock at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#timers].filter((a) => a.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.fn()
    }
    this.#now = end
  }
}
