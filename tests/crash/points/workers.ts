import { WorkerProcess } from './worker-process'

/** The processes of one line of runs: the next to crash, and a successor that gets a fresh app for each run. */
export class Workers {
  readonly successor: WorkerProcess
  readonly #caFile: string
  #next: WorkerProcess

  constructor(caFile: string) {
    this.#caFile = caFile
    this.successor = new WorkerProcess(caFile)
    this.#next = new WorkerProcess(caFile)
  }

  /** A process that has not run anything yet. */
  take(): WorkerProcess {
    const worker = this.#next
    this.#next = new WorkerProcess(this.#caFile) // loads while the other one runs
    return worker
  }

  async end(): Promise<void> {
    await Promise.all([this.successor.end(), this.#next.end()])
  }
}
