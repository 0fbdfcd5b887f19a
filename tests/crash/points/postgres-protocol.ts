import type { Piece, Protocol } from './proxy'
import type { Recorder, Step } from './recorder'
import { isWriting, labelOf } from './statements'
import { StreamCutter } from './stream-cutter'

interface Asked {
  steps: (Step | undefined)[]
  writes: boolean
  commits: boolean
}

const nothing = (): Asked => ({ steps: [], writes: false, commits: false })

/** PostgreSQL's protocol 3, as far as is needed to see each statement begin, and its answer say that it is done. */
export class PostgresProtocol implements Protocol {
  readonly #recorder: Recorder
  readonly #client = new StreamCutter((bytes, first) => messageSize(bytes, first ? 0 : 1))
  readonly #server = new StreamCutter((bytes) => messageSize(bytes, 1))
  readonly #statements = new Map<string, string>()
  readonly #portals = new Map<string, string>()
  /** What was sent since the last Sync, and what awaits its ReadyForQuery. */
  #asking = nothing()
  readonly #asked: Asked[] = []
  #inTransaction = false
  /** Labels of what the open transaction has written. */
  #written: string[] = []

  constructor(recorder: Recorder) {
    this.#recorder = recorder
  }

  busy = () => this.#asked.length > 0 || this.#inTransaction

  fromClient(chunk: Buffer): Piece[] {
    return this.#client.take(chunk).map((bytes) => ({ bytes, steps: this.#said(bytes) }))
  }

  fromServer(chunk: Buffer): Piece[] {
    return this.#server
      .take(chunk)
      .map((bytes) => ({ bytes, steps: kindOf(bytes) === 'Z' ? this.#answered(bytes) : [] }))
  }

  #said(bytes: Buffer): (Step | undefined)[] {
    const text = texts(bytes)
    switch (kindOf(bytes)) {
      case 'P':
        this.#statements.set(text(0), text(1))
        return []
      case 'B':
        this.#portals.set(text(0), this.#statements.get(text(1)) ?? '')
        return []
      case 'E':
        return this.#begin(this.#portals.get(text(0)) ?? '')
      case 'Q': {
        const steps = this.#begin(text(0))
        this.#sync()
        return steps
      }
      case 'S':
        this.#sync()
        return []
      default:
        return []
    }
  }

  #begin(query: string): (Step | undefined)[] {
    const commits = /^\s*(commit|end)\b/i.test(query)
    if (!commits && !isWriting(query)) return []
    const label = commits ? `commit (${this.#written[0] ?? 'nothing written'})` : labelOf(query)
    const step = this.#recorder.begin(label)
    this.#asking.steps.push(step)
    this.#asking.commits ||= commits
    if (!commits) {
      if (step) this.#recorder.statements.push(query)
      this.#asking.writes = true
      this.#written.push(label)
    }
    return [step]
  }

  #sync(): void {
    this.#asked.push(this.#asking)
    this.#asking = nothing()
  }

  /** Everything up to a Sync is done; outside a transaction also committed. */
  #answered(bytes: Buffer): (Step | undefined)[] {
    const { steps, writes, commits } = this.#asked.shift() ?? nothing()
    this.#inTransaction = bytes[5] !== 'I'.charCodeAt(0)
    const wrote = commits ? this.#written.length > 0 : writes
    if (!this.#inTransaction) {
      if (wrote && steps.some((step) => step !== undefined)) this.#recorder.commits++
      this.#written = []
    }
    return steps
  }
}

const kindOf = (bytes: Buffer) => String.fromCharCode(bytes[0] ?? 0)

/** The n-th zero-terminated text of a message's body. */
function texts(bytes: Buffer) {
  const parts = bytes.toString('utf8', 5).split('\0')
  return (n: number) => parts[n] ?? ''
}

/** The size of a message whose length stands at `at`: a client's first one has no kind before it. */
const messageSize = (bytes: Buffer, at: number) => (bytes.length < at + 4 ? Infinity : at + bytes.readUInt32BE(at))
