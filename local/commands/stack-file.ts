import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StackInfo } from '../stack/stack'
import { writeProblem } from '../write-problem'

/** `info` is missing while the stack starts. */
interface Stored {
  pid: number
  info?: StackInfo
}

/** This process wrote the file. */
let written = false

const folder = () => join(process.cwd(), '.local')
const file = () => join(folder(), 'stack.json')

/** Makes the file, before anything starts. Throws a sentence when a stack is running here, or the file cannot be written. */
export function claimStackFile(): void {
  const stored = read()
  if (stored && isAlive(stored))
    throw new Error('A stack is already running here: stop it with Ctrl-C in its terminal first.')
  write({ pid: process.pid })
}

/** Saves the addresses of the running stack for other commands. Only the owner can read the file. */
export function writeStackFile(info: StackInfo): void {
  write({ pid: process.pid, info })
}

/** Removes the file, unless it is another stack's. */
export function removeStackFile(): void {
  if (read()?.pid === process.pid) rmSync(file(), { force: true })
  written = false
}

/** Returns the stack that `npm start` runs. Throws when none is running. */
export function readStackFile(): StackInfo {
  const running = findStack()
  if (!running) throw new Error('No stack is running here: start one with "npm start" in another terminal.')
  return running
}

/** Returns the running stack, or undefined. */
export function findStack(): StackInfo | undefined {
  const stored = read()
  return stored && isAlive(stored) ? stored.info : undefined
}

/**
 * A process that died may have left the file, and its id to another one, in a container even to this one. Where everything was
 * killed at once the certificate is there too, so the system is asked what the process is.
 */
function isAlive({ pid, info }: Stored): boolean {
  if (info && !existsSync(info.simulator?.caFile ?? '')) return false
  if (pid === process.pid) return written
  if (!/run\.cjs|cli\.js/.test(commandOf(pid) ?? 'run.cjs')) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Undefined where the system does not tell. */
function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return undefined
  }
}

function read(): Stored | undefined {
  try {
    return JSON.parse(readFileSync(file(), 'utf8')) as Stored
  } catch {
    return undefined // there is none, or only a part of one
  }
}

function write(stored: Stored): void {
  try {
    if (!existsSync(folder())) mkdirSync(folder()) // `recursive` would say ENOENT on a read-only disk
    writeFileSync(file(), JSON.stringify(stored, null, 2), { mode: 0o600 })
    written = true
  } catch (error) {
    throw writeProblem(
      error,
      folder(),
      'start it where that can be written, because other commands find the stack by a file there',
    )
  }
}
