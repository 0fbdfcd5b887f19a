import { type ChildProcess, fork } from 'node:child_process'

/** Something the stack starts in a process of its own, and stops. */
export interface Running<Info> {
  info: Info
  stop(): Promise<void>
}

type Word<Info> = { ready: Info } | { failed: string }

/**
 * The `main` of a component: takes its options as JSON in the first argument, says over IPC when it is ready, and ends
 * when it is told to or when its parent is gone, however the parent died.
 */
export function runComponent<Options, Info>(start: (options: Options) => Promise<Running<Info>>): void {
  const say = (word: Word<Info>) => process.send?.(word)
  const options = JSON.parse(process.argv[2] ?? '{}') as Options
  let ending: Promise<void> | undefined
  const end = (running: Running<Info>) => (ending ??= running.stop().finally(() => process.exit(0)))
  process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group: the supervisor decides the order of the end
  start(options).then(
    (running) => {
      process.on('SIGTERM', () => void end(running))
      process.on('disconnect', () => void end(running))
      if (process.connected) say({ ready: running.info })
      else void end(running)
    },
    (error: unknown) => {
      say({ failed: error instanceof Error ? error.message : String(error) })
      process.exit(1)
    },
  )
}

export interface Component<Info> extends Running<Info> {
  process: ChildProcess
  /** Resolves with the exit code when the process ends, expected or not. */
  exited: Promise<number | null>
}

interface ForkOptions {
  env?: NodeJS.ProcessEnv
  /** Receives the child's standard output and error, a line at a time. */
  onLine?: (line: string) => void
  stopAfterMs?: number
}

/** Starts a component's `main` file and waits until it is ready; rejects with its own sentence when it fails. */
export async function startComponent<Info>(
  main: string,
  options: unknown,
  { env, onLine, stopAfterMs = 10_000 }: ForkOptions = {},
): Promise<Component<Info>> {
  const child = fork(main, [JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  })
  const lines = eachLine(onLine ?? (() => {}))
  child.stdout?.on('data', lines)
  child.stderr?.on('data', lines)
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const info = await new Promise<Info>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${main} ended with code ${code} before it was ready`)))
    child.once('message', (word: Word<Info>) => {
      if ('ready' in word) resolve(word.ready)
      else reject(new Error(word.failed))
    })
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopAfterMs)
    await exited
    clearTimeout(timer)
  }
  return { info, stop, process: child, exited }
}

/** Cuts a stream of chunks into lines. */
export function eachLine(onLine: (line: string) => void): (chunk: Buffer | string) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
}
