import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const everyMs = 20
const patienceMs = 5000

/**
 * Ends the PostgreSQL of a data folder whose owner is gone. Of one that was killed, removes the shared memory, which it would
 * have removed itself. Both are named in `postmaster.pid`: https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export async function endLostServer(data: string): Promise<void> {
  const lines = readLines(join(data, 'postmaster.pid'))
  const pid = Number(lines[0])
  if (!pid) return
  const runs = () => isServerOf(pid, data)
  if (!runs()) return removeMemory(pid, lines[6])
  kill(pid, 'SIGQUIT')
  if (await soon(() => !runs())) return
  kill(pid, 'SIGKILL')
  if (await soon(() => !runs())) await removeMemory(pid, lines[6])
}

/** The id may belong to another process by now. */
function isServerOf(pid: number, data: string): boolean {
  try {
    return commandOf(pid).includes(data)
  } catch {
    return false
  }
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
}

/** Does so only where the system tells who made the segment, and when the last process has left it. */
async function removeMemory(creator: number, keyAndId = ''): Promise<void> {
  const [key, id] = columns(keyAndId)
  const users = () =>
    readLines('/proc/sysvipc/shm')
      .map(columns)
      .find((each) => each[0] === key && each[1] === id && each[4] === String(creator))?.[6]
  if (users() === undefined || !(await soon(() => users() === '0'))) return
  try {
    execFileSync('ipcrm', ['-m', id!], { stdio: 'ignore' })
  } catch {
    // another has just removed it
  }
}

const columns = (line: string) => line.trim().split(/\s+/)

/** Waits until something is true. Resolves with false when it is not within 5 s. */
async function soon(isTrue: () => boolean): Promise<boolean> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await delay(everyMs)) if (isTrue()) return true
  return false
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // it has just ended
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
