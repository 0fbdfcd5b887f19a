import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eachLine } from '../../local/component'

const root = join(__dirname, '..', '..')

export interface CliRun {
  process: ChildProcess
  cwd: string
  temporary: string
  lines: string[]
  errors: string[]
  exited: Promise<number | null>
  /** Ids of the running processes that this command started, directly or not. */
  living(): number[]
  /** Files in its own temporary folder. */
  leftFiles(): string[]
  /** Removes its own temporary folder. */
  dispose(): void
}

interface CliOptions {
  entry?: string
  onLine?: (line: string) => void
  env?: NodeJS.ProcessEnv
  output?: number | undefined
  cwd?: string
  temporary?: string
}

/**
 * Runs a compiled command, of this machine unless `entry` says another program, as a user would, without the build before
 * it, with a temporary folder that its processes inherit. `temporary`: a folder instead of its own. `output`: an open file for
 * its output, which is then in no lines.
 */
export function runCli(
  args: string[],
  {
    entry = 'dist/local/cli.js',
    onLine = (_line: string) => {},
    env = {},
    output,
    cwd = root,
    temporary: given,
  }: CliOptions = {},
): CliRun {
  const temporary = given ?? ownTemporary()
  const child = spawn(process.execPath, [join(root, entry), ...args], {
    cwd,
    detached: true, // its own process group, as in a terminal
    stdio: ['ignore', output ?? 'pipe', 'pipe'],
    env: { ...process.env, ...env, TMPDIR: temporary },
  })
  const lines: string[] = []
  const errors: string[] = []
  child.stdout?.on(
    'data',
    eachLine((line) => {
      lines.push(line)
      onLine(line)
    }),
  )
  child.stderr?.on(
    'data',
    eachLine((line) => void errors.push(line)),
  )
  return {
    process: child,
    cwd,
    temporary,
    lines,
    errors,
    exited: new Promise((resolve) => child.once('close', (code) => resolve(code))),
    living: () => processesIn(temporary),
    leftFiles: () => readdirSync(temporary).filter((name) => !name.startsWith('node-compile-cache')),
    dispose: () => given ?? rmSync(temporary, { recursive: true, force: true }),
  }
}

function ownTemporary(): string {
  const temporary = mkdtempSync(join(tmpdir(), 'tenantpilot-cli-'))
  chmodSync(temporary, 0o755)
  return temporary
}

/** Sends SIGINT to the whole process group, as Ctrl-C does. */
export function interrupt({ process: child }: CliRun): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
}

/** Processes that have this temporary folder. */
function processesIn(temporary: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TMPDIR=${temporary}`)
      } catch {
        return false // the process has ended, or belongs to another user
      }
    })
    .map(Number)
}
