/** Says how long the first piece of `bytes` is, `Infinity` if that is not known yet. */
type SizeOf = (bytes: Buffer, first: boolean) => number

/** Cuts a stream into the pieces of its protocol. */
export class StreamCutter {
  readonly #sizeOf: SizeOf
  #rest: Buffer = Buffer.alloc(0)
  #first = true

  constructor(sizeOf: SizeOf) {
    this.#sizeOf = sizeOf
  }

  take(chunk: Buffer): Buffer[] {
    const found: Buffer[] = []
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (;;) {
      const size = this.#sizeOf(this.#rest, this.#first)
      if (this.#rest.length < size) return found
      found.push(this.#rest.subarray(0, size))
      this.#rest = this.#rest.subarray(size)
      this.#first = false
    }
  }
}
