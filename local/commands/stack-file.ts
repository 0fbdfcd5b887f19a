import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StackInfo } from '../stack/stack'

const file = () => join(process.cwd(), '.local', 'stack.json')

/** Tells the other commands where the running stack is. Readable by its owner only. */
export function writeStackFile(info: StackInfo): void {
  mkdirSync(join(process.cwd(), '.local'), { recursive: true })
  writeFileSync(file(), JSON.stringify({ pid: process.pid, info }, null, 2), { mode: 0o600 })
}

export function removeStackFile(): void {
  rmSync(file(), { force: true })
}

/** The stack that `npm start` keeps up. Throws a sentence when there is none. */
export function readStackFile(): StackInfo {
  const running = findStack()
  if (!running) throw new Error('No stack is running here: start one with "npm start" in another terminal.')
  return running
}

/** The running stack, if there is one. */
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
