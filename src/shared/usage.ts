import { AsyncLocalStorage } from 'node:async_hooks'

/** What some work used of others. Milliseconds are summed over what went on at the same time. */
export interface Usage {
  databaseMs: number
  /** Statements and transactions. */
  databaseCalls: number
  graphMs: number
}

const current = new AsyncLocalStorage<Usage>()

/** Runs the work, and adds what it uses to `usage`. */
export const withUsage = <T>(usage: Usage, work: () => Promise<T>): Promise<T> => current.run(usage, work)

/** Tells of the work around the call that it used this. */
export function addUsage(used: Partial<Usage>): void {
  const usage = current.getStore()
  if (!usage) return
  for (const key of ['databaseMs', 'databaseCalls', 'graphMs'] as const) usage[key] += used[key] ?? 0
}

export const noUsage = (): Usage => ({ databaseMs: 0, databaseCalls: 0, graphMs: 0 })
