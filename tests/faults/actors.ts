import type { Lane } from '../../src/runs/ledger/types'
import type { Transaction } from './gated-client'

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
  actors: Set<Actor>
  lastTick: number
}

/** One message being handled, one request being answered, one pass of tick. */
export interface Actor {
  name: string
  process: SimProcess
  dead: boolean
  transactions: Set<Transaction>
  /** The message it handles; `key`: its lane and number. */
  delivery?: { lane: Lane; token: string; key: string }
  /** Runs it has sent messages of. */
  sent: string[]
  /** What a re-admission came to. */
  readmitted?: string
}

export function createProcess(name: string, clockOff: number, now: number): SimProcess {
  const drain = new AbortController()
  return { name, dead: false, stalledUntil: 0, hostRenews: true, clockOff, drain, actors: new Set(), lastTick: now }
}

export function createActor(name: string, process: SimProcess): Actor {
  const actor: Actor = { name, process, dead: false, transactions: new Set(), sent: [] }
  process.actors.add(actor)
  return actor
}
