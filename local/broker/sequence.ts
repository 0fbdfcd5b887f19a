/** A map from sequence number to item that can be read in order from any number on. */
export class Sequence<T> {
  readonly #items = new Map<number, T>()
  /** All numbers in order; numbers of deleted items are removed when they are the majority. */
  #numbers: number[] = []
  #last = 0

  /** Adds the item that `make` returns for the next number. Numbers start at 1 without gaps. */
  append(make: (sequenceNumber: number) => T): T {
    const item = make(++this.#last)
    this.#items.set(this.#last, item)
    this.#numbers.push(this.#last)
    return item
  }

  get(sequenceNumber: number): T | undefined {
    return this.#items.get(sequenceNumber)
  }

  delete(sequenceNumber: number): void {
    this.#items.delete(sequenceNumber)
    if (this.#numbers.length > 64 && this.#numbers.length > 2 * this.#items.size) {
      this.#numbers = this.#numbers.filter((number) => this.#items.has(number))
    }
  }

  /** Yields the items from `sequenceNumber` on, in order. */
  *from(sequenceNumber: number): Generator<T> {
    const numbers = this.#numbers
    let low = 0
    let high = numbers.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[middle] as number) < sequenceNumber) low = middle + 1
      else high = middle
    }
    for (let at = low; at < numbers.length; at++) {
      const item = this.#items.get(numbers[at] as number)
      if (item !== undefined) yield item
    }
  }
}
