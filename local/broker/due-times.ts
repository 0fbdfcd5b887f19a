import type { Clock } from '../clock'
import type { Entry } from './entry'
import { Heap } from './heap'

/** When the states of a queue's messages end, with one timer for all of them. */
export class DueTimes {
  readonly #clock: Clock
  readonly #onDue: () => void
  readonly #due = new Heap<Entry>((a, b) => a.due < b.due || (a.due === b.due && a.sequenceNumber < b.sequenceNumber))
  #timer: { at: number; cancel: () => void } | undefined

  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock
    this.#onDue = onDue
  }

  /** Sets when the state of an entry ends; `Infinity`: never. */
  set(entry: Entry, due: number): void {
    entry.due = due
    if (due === Infinity) this.#due.remove(entry)
    else this.#due.push(entry)
    this.#setTimer()
  }

  remove(entry: Entry): void {
    this.#due.remove(entry)
  }

  /** Removes and returns the first entry that is due now. */
  take(): Entry | undefined {
    const first = this.#due.peek()
    return first && first.due <= this.#clock.now() ? this.#due.pop() : undefined
  }

  /** Cancels the timer. */
  close(): void {
    this.#due.clear()
    this.#timer?.cancel()
  }

  /** A timer that fires too early does nothing and is set again. */
  #setTimer(): void {
    const first = this.#due.peek()
    if (!first || (this.#timer && this.#timer.at <= first.due)) return
    this.#timer?.cancel()
    const cancel = this.#clock.after(first.due - this.#clock.now(), () => {
      this.#timer = undefined
      this.#onDue()
      this.#setTimer()
    })
    this.#timer = { at: first.due, cancel }
  }
}
