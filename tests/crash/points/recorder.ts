/** Something that changes what outlives the process: a writing statement, a commit, a send, the settlement of a message. */
export interface Step {
  /** What it is, such as `runs/ledger/record-sent: update runs`. */
  label: string
  /** Counts the steps of one label from 1. Parallel steps come in any order, but always as often. */
  occurrence: number
}

export type Side = 'before' | 'after'

/** Where the process dies. */
export interface CrashPoint extends Step {
  side: Side
}

export const nameOf = ({ side, label, occurrence }: CrashPoint) => `${side} ${label} #${occurrence}`

/** Records all steps of a worker process. At its target it calls `onCrash` at once, and the proxies pass nothing more. */
export class Recorder {
  readonly points: CrashPoint[] = []
  /** Every writing statement as PostgreSQL was sent it. */
  readonly statements: string[] = []
  /** Committed transactions in which something was written, a statement on its own being one. */
  commits = 0
  /** Pieces that have passed the proxies, in either direction. */
  traffic = 0
  crashed = false
  recording = true
  readonly #counts = new Map<string, number>()
  readonly #target: CrashPoint | undefined
  readonly #onCrash: () => void

  constructor(target?: CrashPoint, onCrash = () => {}) {
    this.#target = target
    this.#onCrash = onCrash
  }

  /** The next step of this label; undefined when the part that is watched is over. */
  begin(label: string): Step | undefined {
    if (!this.recording || this.crashed) return undefined
    const occurrence = (this.#counts.get(label) ?? 0) + 1
    this.#counts.set(label, occurrence)
    return { label, occurrence }
  }

  reach(step: Step | undefined, side: Side): void {
    if (!step || this.crashed) return
    const point = { ...step, side }
    this.points.push(point)
    if (!this.#target || nameOf(this.#target) !== nameOf(point)) return
    this.crashed = true
    this.#onCrash()
  }
}
