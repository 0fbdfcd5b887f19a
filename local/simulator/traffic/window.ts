/** How many events fell into the last `ms`, exact to a hundredth of it. */
export class Window {
  readonly #ms: number
  readonly #grain: number
  #slots: { at: number; n: number }[] = []
  #head = 0
  #total = 0

  constructor(ms: number) {
    this.#ms = ms
    this.#grain = Math.max(1, Math.floor(ms / 100))
  }

  /** Counts one event and answers how many there are now. */
  add(now: number): number {
    const at = now - (now % this.#grain)
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

  /** Milliseconds until fewer than `limit` are left, if nothing more comes. */
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
