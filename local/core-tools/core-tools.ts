import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { eachLine, type Running } from '../component'
import { type Settings, workerEnvironment } from '../host/app-settings'
import { loopback } from '../ports'
import { funcOptions } from './find'

export interface CoreToolsOptions {
  /** The folder with package.json and host.json. */
  root: string
  port: number
  settings: Settings
  /** Called with each line of `func`. */
  onLine: (line: string) => void
  /** Called when it ends by itself after it was ready. */
  onEnd: (why: Error) => void
  /** Ends the start. */
  signal: AbortSignal
}

export interface CoreToolsInfo {
  port: number
  url: string
}

/** What still runs is thrown away with its database; less than a stack that broke waits for this process. */
const patienceMs = 1_500

/**
 * Runs `func start` until `stop`, and waits until the app answers. Its settings are in its environment alone, which counts more than a
 * `local.settings.json`. Rejects when it ends before it is ready.
 */
export async function startCoreTools(options: CoreToolsOptions): Promise<Running<CoreToolsInfo>> {
  const { root, port, settings, onLine, onEnd, signal } = options
  // a group of its own, so that all that it started can be ended
  const child = spawn('func', ['start', '--port', String(port)], {
    ...funcOptions,
    cwd: root,
    env: { ...workerEnvironment(settings, port), FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  child.stdout.on('data', eachLine(onLine))
  child.stderr.on('data', eachLine(onLine))
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('close', (code, name) => resolve(name ?? `code ${code}`))
  })
  const stop = () => end(child, ended)
  const url = `http://${loopback}:${port}`
  const over = new AbortController()
  void ended.then((how) => over.abort(new Error(`"func start" ended (${how}): what it said stands above.`)))
  try {
    await untilItAnswers(`${url}/api/health/live`, AbortSignal.any([signal, over.signal]))
  } catch (error) {
    await stop()
    throw error
  }
  over.signal.addEventListener('abort', () => onEnd(over.signal.reason as Error))
  return { info: { port, url }, stop }
}

async function untilItAnswers(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const answer = await fetch(url, { signal }).catch(() => undefined)
    signal.throwIfAborted()
    if (answer?.ok) return
    await delay(100)
  }
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  signalGroup(child, 'SIGINT')
  await Promise.race([ended, delay(patienceMs, undefined, { ref: false })])
  signalGroup(child, 'SIGKILL') // also those of its group that outlived it
}

function signalGroup({ pid }: ChildProcess, name: 'SIGINT' | 'SIGKILL'): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch {
    // nobody of it lives any more
  }
}
