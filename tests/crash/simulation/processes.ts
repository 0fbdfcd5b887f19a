import type { Lane } from '../../../src/shared/operation-record'
import type { Transaction } from './simulated-client'

/** One process of the app on one instance. A crash ends all that runs in it; a new one takes its place. */
export interface SimProcess {
  name: string
  dead: boolean
  /** Frozen until then: it does nothing, and knows nothing of it. */
  stalledUntil: number
  /** While frozen, does its host go on renewing the locks of its messages? */
  hostRenews: boolean
  /** Its clock minus the true one. */
  clockOff: number
  drain: AbortController
  tasks: Set<Task>
  lastReconcile: number
}

/** One message being handled, one request being answered, one pass of reconcile. */
export interface Task {
  name: string
  process: SimProcess
  dead: boolean
  transactions: Set<Transaction>
  /** The message it handles; `key`: its lane and number; `leftover`: it had ended as leftover before this delivery. */
  delivery?: { lane: Lane; token: string; key: string; leftover: boolean }
  /** Runs it has sent messages of. */
  sent: string[]
  /** What a re-admission came to. */
  readmitted?: string
}

export function createProcess(name: string, clockOff: number, now: number): SimProcess {
  const drain = new AbortController()
  return { name, dead: false, stalledUntil: 0, hostRenews: true, clockOff, drain, tasks: new Set(), lastReconcile: now }
}

export function createTask(name: string, process: SimProcess): Task {
  const task: Task = { name, process, dead: false, transactions: new Set(), sent: [] }
  process.tasks.add(task)
  return task
}
