/** A binary heap that can also move and remove any item, in O(log n). */
export class Heap<T> {
  readonly #before: (a: T, b: T) => boolean
  readonly #items: T[] = []
  readonly #at = new Map<T, number>()

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#items.length
  }

  /** Returns the first item without removing it. */
  peek(): T | undefined {
    return this.#items[0]
  }

  pop(): T | undefined {
    const first = this.#items[0]
    if (first !== undefined) this.remove(first)
    return first
  }

  /** Adds an item, or moves it to its place after its order has changed. */
  push(item: T): void {
    let at = this.#at.get(item)
    if (at === undefined) {
      at = this.#items.length
      this.#put(item, at)
    }
    this.#sift(item, at)
  }

  remove(item: T): void {
    const at = this.#at.get(item)
    if (at === undefined) return
    this.#at.delete(item)
    const last = this.#items.pop()
    if (last === undefined || last === item) return
    this.#put(last, at)
    this.#sift(last, at)
  }

  clear(): void {
    this.#items.length = 0
    this.#at.clear()
  }

  #put(item: T, at: number): void {
    this.#items[at] = item
    this.#at.set(item, at)
  }

  #sift(item: T, from: number): void {
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = this.#items[above] as T
      if (!this.#before(item, parent)) break
      this.#put(parent, at)
      at = above
    }
    for (;;) {
      let below = 2 * at + 1
      if (below >= this.#items.length) break
      const right = below + 1
      if (right < this.#items.length && this.#before(this.#items[right] as T, this.#items[below] as T)) below = right
      const child = this.#items[below] as T
      if (!this.#before(child, item)) break
      this.#put(child, at)
      at = below
    }
    this.#put(item, at)
  }
}
