/** A JSON number whose literal JavaScript's own numbers would change: `1.10`, or an integer beyond 2^53. */
export class ExactNumber {
  readonly literal: string

  constructor(literal: string) {
    this.literal = literal
  }

  toString(): string {
    return this.literal
  }

  /** Returns the nearest number, which `JSON.stringify` then writes. `stringifyExact` writes the literal. */
  toJSON(): number {
    return Number(this.literal)
  }
}
