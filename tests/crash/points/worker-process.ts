import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

/** The worker died under the call. */
export class WorkerGone extends Error {
  override name = 'WorkerGone'
}

export type Settings = Record<string, string>

/** `splitWrites` is a wrong program, which the tests must find out. */
export type Variant = 'asBuilt' | 'splitWrites'

interface Pending {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** A process that runs the compiled app. */
export class WorkerProcess {
  readonly #process: ChildProcess
  readonly #pending = new Map<number, Pending>()
  #calls = 0
  #gone = false
  /** How it ended. */
  readonly ended: Promise<NodeJS.Signals | number | null>

  constructor(caFile: string) {
    this.#process = fork(join(__dirname, 'worker-main.cjs'), {
      env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: caFile },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#process.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
      const call = this.#pending.get(id)
      this.#pending.delete(id)
      if (error === undefined) call?.resolve(value)
      else call?.reject(new Error(error))
    })
    this.ended = new Promise((resolve) => {
      this.#process.once('exit', (code, signal) => {
        this.#gone = true
        for (const { reject } of this.#pending.values()) reject(new WorkerGone('the worker is gone'))
        this.#pending.clear()
        resolve(signal ?? code)
      })
    })
  }

  /** Makes the app anew, nothing of an earlier one left. */
  open(settings: Settings, variant: Variant = 'asBuilt'): Promise<unknown> {
    return this.call('open', settings, variant)
  }

  /** Rejects with `WorkerGone` when the process dies before it answers. */
  call(name: string, ...args: unknown[]): Promise<unknown> {
    if (this.#gone) return Promise.reject(new WorkerGone('the worker is gone'))
    return new Promise((resolve, reject) => {
      const id = ++this.#calls
      this.#pending.set(id, { resolve, reject })
      this.#process.send({ id, name, args }, (error) => {
        if (error && this.#pending.delete(id)) reject(new WorkerGone(error.message))
      })
    })
  }

  kill(): void {
    if (this.#process.pid !== undefined && !this.#gone) process.kill(this.#process.pid, 'SIGKILL')
  }

  /** Ends it, if nothing has. */
  async end(): Promise<void> {
    this.kill()
    await this.ended
  }
}
