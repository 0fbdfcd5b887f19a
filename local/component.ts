import { type ChildProcess, fork } from 'node:child_process'

/** Something that was started and can be stopped. */
export interface Running<Info> {
  info: Info
  stop(): Promise<void>
}

type StartResult<Info> = { ready: Info } | { failed: string }

/**
 * Runs a component in its own process: reads its options as JSON from the first argument and reports over IPC when it is
 * ready. Stops on SIGTERM, and when the parent process has ended for any reason; with `stopsOnInterrupt` also on SIGINT.
 */
export function runComponent<Options, Info>(
  start: (options: Options) => Promise<Running<Info>>,
  { stopsOnInterrupt = false } = {},
): void {
  const report = (result: StartResult<Info>) => process.send?.(result)
  const options = JSON.parse(process.argv[2] ?? '{}') as Options
  let stopping: Promise<void> | undefined
  const stop = (running: Running<Info>) => (stopping ??= running.stop().finally(() => process.exit(0)))
  process.on('SIGINT', () => {}) // Ctrl-C reaches all processes; the parent stops them in order
  start(options).then(
    (running) => {
      process.on('SIGTERM', () => void stop(running))
      if (stopsOnInterrupt) process.on('SIGINT', () => void stop(running))
      process.on('disconnect', () => void stop(running))
      if (process.connected) report({ ready: running.info })
      else void stop(running)
    },
    (error: unknown) => {
      report({ failed: error instanceof Error ? error.message : String(error) })
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
  /** Called with each line of the child's standard output and error. */
  onLine?: (line: string) => void
  killAfterMs?: number
}

/** Starts a component's `main` file and waits until it is ready. Rejects with the component's own message when it fails. */
export async function startComponent<Info>(
  main: string,
  options: unknown,
  { env, onLine, killAfterMs = 10_000 }: ForkOptions = {},
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
    child.once('message', (result: StartResult<Info>) => {
      if ('ready' in result) resolve(result.ready)
      else reject(new Error(result.failed))
    })
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    await exited
    clearTimeout(timer)
  }
  return { info, stop, process: child, exited }
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
