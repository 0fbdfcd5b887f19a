import { type ChildProcess, fork } from 'node:child_process'
import { isFullDisk, scratchProblem } from './write-problem'

/** Something that was started and can be stopped. */
export interface Running<Info> {
  info: Info
  stop(): Promise<void>
}

/** `failed`: what a person is told, before it was ready or later. */
type Report<Info> = { ready: Info } | { failed: string }

/** What a component is told by, and tells, its process. */
interface Life {
  /** Aborts when it shall end before it is ready. */
  signal: AbortSignal
  /** Ends the process, which is of no use any more: what it started is stopped first. */
  fail(error: unknown): void
}

/**
 * Runs a component in its own process, which `startComponent` has made: takes its options over IPC, because they hold keys and
 * everybody on the machine can read arguments, and reports over IPC when it is ready, or why it failed. Stops on SIGTERM and SIGINT, and when the parent process has ended for any reason.
 */
export function runComponent<Options, Info>(start: (options: Options, life: Life) => Promise<Running<Info>>): void {
  const ending = new AbortController()
  let exitCode = 0
  const stop = () => {
    if (ending.signal.aborted) return
    ending.abort()
    void started
      .then((running) => running.stop())
      .catch(() => {})
      .finally(() => process.exit(exitCode))
  }
  const fail = (error: unknown) => {
    if (ending.signal.aborted) return
    report<Info>({ failed: sentenceOf(error) })
    exitCode = 1
    stop()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  process.on('uncaughtException', fail)
  process.stdout.on('error', () => {}) // whoever read it is gone
  const given = new Promise<Options>((resolve) => process.once('message', (options) => resolve(options as Options)))
  const started = given.then((options) => start(options, { signal: ending.signal, fail }))
  started.then(({ info }) => (process.connected ? report({ ready: info }) : stop()), fail)
}

function report<Info>(result: Report<Info>): void {
  process.send?.(result, () => {}) // a parent that is gone reads nothing
}

function sentenceOf(error: unknown): string {
  const said = isFullDisk(error) ? scratchProblem(error) : error
  return said instanceof Error ? said.message : String(said)
}

export interface Component<Info> extends Running<Info> {
  process: ChildProcess
  /** Resolves with the exit code when the process ends, expected or not. */
  exited: Promise<number | null>
  /** Resolves with a sentence when it breaks or ends without `stop`. */
  broken: Promise<string>
  /** Ends the process; kills it when it takes too long, by default more than `killAfterMs`. */
  stop(patienceMs?: number): Promise<void>
}

interface ForkOptions {
  /** What a person calls it. */
  name?: string
  env?: NodeJS.ProcessEnv
  /** Called with each line of the child's standard output and error. */
  onLine?: (line: string) => void
  killAfterMs?: number
  /** Ends the process when it aborts before the component is ready. */
  signal?: AbortSignal
}

/**
 * Starts a component's `main` file and waits until it is ready. Rejects, when its process has ended, with the component's own
 * sentence. The process has a session of its own, so that Ctrl-C and a terminal that closes reach only its parent, which
 * stops it in order.
 */
export async function startComponent<Info>(
  main: string,
  options: object,
  { name = main, env, onLine = () => {}, killAfterMs = 10_000, signal }: ForkOptions = {},
): Promise<Component<Info>> {
  signal?.throwIfAborted()
  const child = fork(main, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    detached: process.platform !== 'win32',
  })
  child.send(options, () => {}) // where it has ended before, `exited` tells
  child.stdout?.on('data', eachLine(onLine))
  child.stderr?.on('data', eachLine(onLine))
  let stopping = false
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const stop = async (patienceMs = killAfterMs) => {
    stopping = true
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    await exited
    clearTimeout(timer)
  }
  const onAbort = () => void stop()
  signal?.addEventListener('abort', onAbort)
  const failed = new Promise<string>((resolve) =>
    child.on('message', (report: Report<Info>) => 'failed' in report && resolve(report.failed)),
  )
  const ended = exited.then(() => `${name} ended unexpectedly (${howItEnded(child)}): start again.`)
  try {
    const info = await new Promise<Info>((resolve, reject) => {
      child.once('error', reject)
      child.on('message', (report: Report<Info>) => 'ready' in report && resolve(report.ready))
      void exited.then(() => Promise.race([failed, ended])).then((why) => reject(new Error(why)))
    })
    const broken = new Promise<string>((resolve) => {
      void failed.then(resolve)
      void ended.then((why) => stopping || resolve(why))
    })
    return { info, stop, process: child, exited, broken }
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

function howItEnded({ exitCode, signalCode }: ChildProcess): string {
  if (signalCode === 'SIGKILL') return 'killed, by somebody or because memory is short'
  return signalCode ?? `code ${exitCode}`
}

/** Returns a chunk handler that calls `onLine` for each complete line. */
export function eachLine(onLine: (line: string) => void): (chunk: Buffer | string) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
}
