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

/** The function threw an error; the stack is from the worker process. */
class FunctionError extends Error {
  override name = 'FunctionError'
  constructor(failure: Failure) {
    super(failure.message)
    if (failure.stack !== undefined) this.stack = failure.stack
  }
}

/** The worker process ended during the invocation, by itself or after a function timeout. */
export class WorkerEnded extends Error {
  override name = 'WorkerEnded'
}

/** No worker was ready within the time the caller allowed. */
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
  /** Set when the host killed the worker. */
  killedBecause?: string
}

export interface SupervisorOptions {
  root: string
  env: NodeJS.ProcessEnv
  execArgv: string[]
  functionTimeoutMs: number
  clock: Clock
  log: Log
  /** Called once, when the worker cannot be restarted. */
  onGiveUp: (error: Error) => void
}

const maxStarts = 4
const firstRetryDelayMs = 100
const startTimeoutMs = 60_000

/** Keeps one worker process running and passes invocations to it. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #say: ReturnType<typeof hostLog>
  #current: Promise<Worker>
  #running: Worker | undefined
  #stopping = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#say = hostLog(options.log)
    this.#current = this.#startWithRetries()
    this.#current.catch(() => {}) // `ready` and every invocation report the error
  }

  /** Waits for the worker and returns the functions it has registered. Rejects when the worker cannot be started. */
  async ready(): Promise<FunctionMetadata[]> {
    return (await this.#current).functions
  }

  get pid(): number | undefined {
    return this.#running?.process.pid
  }

  /**
   * Runs one invocation; waits at most `waitMs` for a restarting worker. Rejects with `FunctionError`, `WorkerEnded` or
   * `WorkerNotReady`.
   */
  async invoke(request: InvocationRequest, waitMs = Infinity): Promise<InvocationResponse> {
    const worker = await this.#workerWithin(waitMs)
    return new Promise((resolve, reject) => {
      const { functionTimeoutMs, clock } = this.#options
      const cancelTimeout = Number.isFinite(functionTimeoutMs)
        ? clock.after(functionTimeoutMs, () => this.#onTimeout(worker, request))
        : () => {}
      worker.pending.set(request.invocationId, { request, resolve, reject, cancelTimeout })
      send(worker.process, { kind: 'invoke', request })
    })
  }

  /** Stops the worker: lets its `appTerminate` hooks run for `hooksMs`, then kills it. Running invocations are lost. */
  async stop(hooksMs: number): Promise<void> {
    this.#stopping = true
    const worker = this.#running ?? (await this.#current.catch(() => undefined))
    if (!worker || worker.process.exitCode !== null || worker.process.signalCode !== null) return
    const exited = new Promise((resolve) => worker.process.once('close', resolve)) // after its last output
    if (worker.pending.size > 0) this.#say(`${worker.pending.size} invocations did not finish in time`, 'warning')
    send(worker.process, { kind: 'stop' })
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), hooksMs)
    await exited
    clearTimeout(timer)
  }

  async #workerWithin(waitMs: number): Promise<Worker> {
    if (this.#running) return this.#running
    const started = this.#current.catch((error: Error) => {
      throw new WorkerNotReady(`the worker could not be started: ${error.message}`, { cause: error })
    })
    if (!Number.isFinite(waitMs)) return started
    let cancel = () => {}
    const timeout = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(new WorkerNotReady('the worker is not ready')), waitMs)
      cancel = () => clearTimeout(timer)
    })
    return Promise.race([started, timeout]).finally(cancel)
  }

  async #startWithRetries(): Promise<Worker> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.#start()
      } catch (error) {
        if (this.#stopping || error instanceof AppError || failures === maxStarts) throw error
        this.#say(`${toFailure(error).message}; trying again`, 'error')
        await new Promise((resolve) => setTimeout(resolve, firstRetryDelayMs * 2 ** (failures - 1)))
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
    const started = new Promise<Worker>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        reject(new Error(`the worker ended with ${signal ?? `code ${code}`} before it was ready`))
        this.#onExit(worker, signal ?? `code ${code}`)
      })
      child.on('message', (message: FromWorker) => {
        if (message.kind === 'failed') reject(new AppError(message.message))
        else if (message.kind === 'ready') {
          worker.functions = message.functions
          this.#running = worker
          resolve(worker)
        } else this.#onMessage(worker, message)
      })
    })
    const startTimer = setTimeout(() => {
      this.#say(`the worker was not ready after ${startTimeoutMs / 1000} s`, 'error')
      child.kill('SIGKILL')
    }, startTimeoutMs)
    return started.finally(() => clearTimeout(startTimer))
  }

  #onMessage(worker: Worker, message: FromWorker): void {
    if (message.kind === 'log') {
      const { level, category, text } = message
      this.#options.log({ level, category, source: message.function ?? 'app', text })
    }
    if (message.kind !== 'done' && message.kind !== 'threw') return
    const pending = worker.pending.get(message.invocationId)
    if (!pending) return
    worker.pending.delete(message.invocationId)
    pending.cancelTimeout()
    if (message.kind === 'done') pending.resolve(message.response)
    else pending.reject(new FunctionError(message.failure))
  }

  #onExit(worker: Worker, how: string): void {
    const wasRunning = this.#running === worker
    const why = worker.killedBecause ?? `the worker ended with ${how}`
    if (wasRunning) {
      this.#running = undefined
      if (!this.#stopping) {
        this.#say(`${why}; starting a new one`, 'error')
        this.#current = this.#startWithRetries()
        this.#current.catch((error: Error) => {
          if (!this.#stopping) this.#options.onGiveUp(error)
        })
      }
    }
    for (const pending of worker.pending.values()) {
      pending.cancelTimeout()
      pending.reject(new WorkerEnded(why))
    }
    worker.pending.clear()
  }

  /** Kills the worker with all its invocations, as the real host does (`WebScriptHostExceptionHandler.cs`). */
  #onTimeout(worker: Worker, { functionId, invocationId }: InvocationRequest): void {
    const limit = formatTimeSpan(this.#options.functionTimeoutMs)
    worker.killedBecause = `Timeout value of ${limit} exceeded by function 'Functions.${functionId}' (Id: '${invocationId}'): the worker was killed`
    worker.process.kill('SIGKILL')
  }
}

/** The app cannot be loaded; a retry would not help. */
class AppError extends Error {}

function send(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => {}) // when the worker is ending, its exit event reports it
}
