/** How often what happened. */
export class Tally {
  readonly counts = new Map<string, number>()

  add(what: string, n = 1): void {
    this.counts.set(what, this.of(what) + n)
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0
  }

  addAll(other: Tally): void {
    for (const [what, n] of other.counts) this.add(what, n)
  }
}
