import { type ChildProcess, fork } from 'node:child_process'
import type { Clock } from '../clock'
import { eachLine } from '../component'
import { formatTimeSpan } from './host-json'
import { hostLog, type Log } from './log'
import {
  type Failure,
  type FromWorker,
  type FunctionMetadata,
  type InvocationRequest,
  type InvocationResponse,
  toFailure,
  type ToWorker,
} from './protocol'
import { workerFile } from './worker-file'

/** The function threw; its stack is the worker's. */
class FunctionError extends Error {
  override name = 'FunctionError'
  constructor(failure: Failure) {
    super(failure.message)
    if (failure.stack !== undefined) this.stack = failure.stack
  }
}

/** The worker ended under the invocation, by itself or because a function ran for too long. */
export class WorkerGone extends Error {
  override name = 'WorkerGone'
}

/** No worker was ready in the time the caller could wait. */
export class WorkerNotReady extends Error {
  override name = 'WorkerNotReady'
}

interface Pending {
  request: InvocationRequest
  resolve: (response: InvocationResponse) => void
  reject: (error: Error) => void
  cancelTimeout: () => void
}

interface Worker {
  process: ChildProcess
  functions: FunctionMetadata[]
  pending: Map<string, Pending>
  /** Why the host ended it, if it did. */
  killedBecause?: string
}

export interface SupervisorOptions {
  root: string
  env: NodeJS.ProcessEnv
  execArgv: string[]
  functionTimeoutMs: number
  clock: Clock
  log: Log
  /** Called once, when a worker that ran before cannot be started again. */
  onGiveUp: (error: Error) => void
}

const startsBeforeGivingUp = 4
const firstDelayMs = 100
const startWithinMs = 60_000

/** Keeps one worker process alive and hands it the invocations. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #say: ReturnType<typeof hostLog>
  #current: Promise<Worker>
  #running: Worker | undefined
  #stopping = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#say = hostLog(options.log)
    this.#current = this.#startWithPatience()
    this.#current.catch(() => {}) // `ready` and every invocation tell it
  }

  /** The functions of the app, as soon as the worker has loaded them; rejects when it cannot be started. */
  async ready(): Promise<FunctionMetadata[]> {
    return (await this.#current).functions
  }

  get pid(): number | undefined {
    return this.#running?.process.pid
  }

  get inFlight(): number {
    return this.#running?.pending.size ?? 0
  }

  /**
   * Runs one invocation. While the worker is being restarted it waits, at most `waitMs`. Rejects with `FunctionError`,
   * `WorkerGone` or `WorkerNotReady`.
   */
  async invoke(request: InvocationRequest, waitMs = Infinity): Promise<InvocationResponse> {
    const worker = await this.#workerWithin(waitMs)
    return new Promise((resolve, reject) => {
      const { functionTimeoutMs, clock } = this.#options
      const cancelTimeout = Number.isFinite(functionTimeoutMs)
        ? clock.after(functionTimeoutMs, () => this.#overdue(worker, request))
        : () => {}
      worker.pending.set(request.invocationId, { request, resolve, reject, cancelTimeout })
      send(worker.process, { kind: 'invoke', request })
    })
  }

  /** Ends the worker: its `appTerminate` hooks get `hooksMs`, then it is killed. Invocations still in it are lost. */
  async stop(hooksMs: number): Promise<void> {
    this.#stopping = true
    const worker = this.#running ?? (await this.#current.catch(() => undefined))
    if (!worker || worker.process.exitCode !== null || worker.process.signalCode !== null) return
    const exited = new Promise((resolve) => worker.process.once('close', resolve)) // after its last lines
    if (worker.pending.size > 0) this.#say(`${worker.pending.size} invocations did not end in time`, 'warning')
    send(worker.process, { kind: 'stop' })
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), hooksMs)
    await exited
    clearTimeout(timer)
  }

  async #workerWithin(waitMs: number): Promise<Worker> {
    if (this.#running) return this.#running
    const startFromRequest = this.#current.catch((error: Error) => {
      throw new WorkerNotReady(`there is no worker: ${error.message}`, { cause: error })
    })
    if (!Number.isFinite(waitMs)) return startFromRequest
    let cancel = () => {}
    const late = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(new WorkerNotReady('the worker is not ready')), waitMs)
      cancel = () => clearTimeout(timer)
    })
    return Promise.race([startFromRequest, late]).finally(cancel)
  }

  async #startWithPatience(): Promise<Worker> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.#start()
      } catch (error) {
        if (this.#stopping || error instanceof AppError || failures === startsBeforeGivingUp) throw error
        this.#say(`${toFailure(error).message}; trying again`, 'error')
        await new Promise((resolve) => setTimeout(resolve, firstDelayMs * 2 ** (failures - 1)))
      }
    }
  }

  #start(): Promise<Worker> {
    const { root, env, execArgv, log } = this.#options
    const child = fork(workerFile, [root], {
      env,
      execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const worker: Worker = { process: child, functions: [], pending: new Map() }
    const console = (level: 'information' | 'error') =>
      eachLine((text) => log({ level, source: 'app', category: 'console', text }))
    child.stdout?.on('data', console('information'))
    child.stderr?.on('data', console('error'))
    const startFromRequest = new Promise<Worker>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        reject(new Error(`the worker ended with ${signal ?? `code ${code}`} before it was ready`))
        this.#onExit(worker, signal ?? `code ${code}`)
      })
      child.on('message', (word: FromWorker) => {
        if (word.kind === 'failed') reject(new AppError(word.message))
        else if (word.kind === 'ready') {
          worker.functions = word.functions
          this.#running = worker
          resolve(worker)
        } else this.#onWord(worker, word)
      })
    })
    const slow = setTimeout(() => {
      this.#say(`the worker was not ready after ${startWithinMs / 1000} s`, 'error')
      child.kill('SIGKILL')
    }, startWithinMs)
    return startFromRequest.finally(() => clearTimeout(slow))
  }

  #onWord(worker: Worker, word: FromWorker): void {
    if (word.kind === 'log') {
      const { level, category, text } = word
      this.#options.log({ level, category, source: word.function ?? 'app', text })
    }
    if (word.kind !== 'done' && word.kind !== 'threw') return
    const pending = worker.pending.get(word.invocationId)
    if (!pending) return
    worker.pending.delete(word.invocationId)
    pending.cancelTimeout()
    if (word.kind === 'done') pending.resolve(word.response)
    else pending.reject(new FunctionError(word.failure))
  }

  #onExit(worker: Worker, how: string): void {
    const wasRunning = this.#running === worker
    const why = worker.killedBecause ?? `the worker ended with ${how}`
    if (wasRunning) {
      this.#running = undefined
      if (!this.#stopping) {
        this.#say(`${why}; starting a new one`, 'error')
        this.#current = this.#startWithPatience()
        this.#current.catch((error: Error) => {
          if (!this.#stopping) this.#options.onGiveUp(error)
        })
      }
    }
    for (const pending of worker.pending.values()) {
      pending.cancelTimeout()
      pending.reject(new WorkerGone(why))
    }
    worker.pending.clear()
  }

  /** As the real host (`WebScriptHostExceptionHandler.cs`): the process goes, with every other invocation in it. */
  #overdue(worker: Worker, { functionId, invocationId }: InvocationRequest): void {
    const limit = formatTimeSpan(this.#options.functionTimeoutMs)
    worker.killedBecause = `Timeout value of ${limit} exceeded by function 'Functions.${functionId}' (Id: '${invocationId}'): the worker was ended`
    worker.process.kill('SIGKILL')
  }
}

/** The app itself says why it cannot start: trying again would not help. */
class AppError extends Error {}

function send(child: ChildProcess, word: ToWorker): void {
  if (child.connected) child.send(word, () => {}) // a worker that is just ending is told of by its exit
}
