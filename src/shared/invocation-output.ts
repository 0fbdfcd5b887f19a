import { AsyncLocalStorage } from 'node:async_hooks'
import type { Level } from './log-events'

/** Where an invocation writes its lines, by level. */
export type InvocationLog = Readonly<Record<Level, (line: string) => void>>

/** Writes lines as those of the invocation around the call. */
export interface InvocationOutput {
  write(line: string, level: Level): void
  /** Runs the work of an invocation. What it leaves behind writes as nobody: the host refuses lines of an ended invocation. */
  during<T>(log: InvocationLog, work: () => Promise<T>): Promise<T>
}

/** Makes that output. `outside` takes the lines of no invocation. */
export function createInvocationOutput(outside: (line: string) => void): InvocationOutput {
  const current = new AsyncLocalStorage<{ log: InvocationLog | undefined }>()
  return {
    write(line, level) {
      const log = current.getStore()?.log
      if (log) log[level](line)
      else outside(line)
    },
    during(log, work) {
      const invocation: { log: InvocationLog | undefined } = { log }
      return current.run(invocation, work).finally(() => (invocation.log = undefined))
    },
  }
}
