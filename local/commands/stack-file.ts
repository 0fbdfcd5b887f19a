import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StackInfo } from '../stack/stack'

const file = () => join(process.cwd(), '.local', 'stack.json')

/** Saves the addresses of the running stack for other commands. Only the owner can read the file. */
export function writeStackFile(info: StackInfo): void {
  mkdirSync(join(process.cwd(), '.local'), { recursive: true })
  writeFileSync(file(), JSON.stringify({ pid: process.pid, info }, null, 2), { mode: 0o600 })
}

export function removeStackFile(): void {
  rmSync(file(), { force: true })
}

/** Returns the stack that `npm start` runs. Throws when none is running. */
export function readStackFile(): StackInfo {
  const running = findStack()
  if (!running) throw new Error('No stack is running here: start one with "npm start" in another terminal.')
  return running
}

/** Returns the running stack, or undefined. */
export function findStack(): StackInfo | undefined {
  if (!existsSync(file())) return undefined
  const { pid, info } = JSON.parse(readFileSync(file(), 'utf8')) as { pid: number; info: StackInfo }
  try {
    process.kill(pid, 0)
    return info
  } catch {
    return undefined
  }
}
