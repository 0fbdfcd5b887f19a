/** Something that changes what outlives the process: a writing statement, a commit, a send, the settlement of a message. */
export interface Step {
  /** What it is, such as `ledger/sent: update runs`. */
  label: string
  /** The how many of its label, from 1: what runs side by side comes in any order, but always as often. */
  occurrence: number
}

export type Side = 'before' | 'after'

/** Where the process dies. */
export interface Point extends Step {
  side: Side
}

export const nameOf = ({ side, label, occurrence }: Point) => `${side} ${label} #${occurrence}`

/**
 * All that a victim says to the database and the broker passes here. Counts the steps; at the one point it was made for
 * it shuts, so that nothing passes any more in either direction, and `onShut` is called at once.
 */
export class Gate {
  readonly points: Point[] = []
  /** Every writing statement as PostgreSQL was sent it. */
  readonly statements: string[] = []
  /** Committed transactions in which something was written, a statement on its own being one. */
  commits = 0
  /** Set: nothing passes. */
  shut = false
  recording = true
  readonly #counts = new Map<string, number>()
  readonly #target: Point | undefined
  readonly #onShut: (point: Point) => void

  constructor(target?: Point, onShut: (point: Point) => void = () => {}) {
    this.#target = target
    this.#onShut = onShut
  }

  /** The next step of this label; undefined when the part of the play that is watched is over. */
  step(label: string): Step | undefined {
    if (!this.recording || this.shut) return undefined
    const occurrence = (this.#counts.get(label) ?? 0) + 1
    this.#counts.set(label, occurrence)
    return { label, occurrence }
  }

  reach(step: Step | undefined, side: Side): void {
    if (!step || this.shut) return
    const point = { ...step, side }
    this.points.push(point)
    if (!this.#target || nameOf(this.#target) !== nameOf(point)) return
    this.shut = true
    this.#onShut(point)
  }
}
