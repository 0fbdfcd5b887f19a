/** Counts the events of the last `ms`, with a precision of 1 %. */
export class SlidingWindow {
  readonly #ms: number
  readonly #slotMs: number
  #slots: { at: number; n: number }[] = []
  #head = 0
  #total = 0

  constructor(ms: number) {
    this.#ms = ms
    this.#slotMs = Math.max(1, Math.floor(ms / 100))
  }

  /** Adds an event and returns the number of events in the window. */
  add(now: number): number {
    const at = now - (now % this.#slotMs)
    const last = this.#slots[this.#slots.length - 1]
    if (last?.at === at) last.n++
    else this.#slots.push({ at, n: 1 })
    this.#total++
    return this.count(now)
  }

  count(now: number): number {
    for (let slot = this.#slots[this.#head]; slot && slot.at <= now - this.#ms; slot = this.#slots[this.#head]) {
      this.#total -= slot.n
      this.#head++
    }
    if (this.#head > 1000) {
      this.#slots = this.#slots.slice(this.#head)
      this.#head = 0
    }
    return this.#total
  }

  /** Milliseconds until fewer than `limit` events are left, without new ones. */
  until(limit: number, now: number): number {
    let left = this.count(now)
    for (let i = this.#head; i < this.#slots.length; i++) {
      const slot = this.#slots[i]!
      if (left < limit) return Math.max(0, this.#slots[i - 1]!.at + this.#ms - now)
      left -= slot.n
    }
    return this.#ms
  }
}
