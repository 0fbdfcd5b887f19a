import type postgres from 'postgres'

/** What a scenario may do. */
export interface Actions {
  /** Calls the app, and calls it again in the next process when its own dies, as a caller would. */
  call(name: string, ...args: unknown[]): Promise<unknown>
  /** Calls the app in the process that is watched. */
  callOnce(name: string): Promise<unknown>
  /** Puts a message into the sync queue, as the portal would. */
  sendByHand(runId: string): Promise<void>
  /** From now on the watched process cannot reach the database. */
  cutDatabase(): void
}

/** Something small that always happens in the same way, and is crashed at each of its steps. */
export interface Scenario {
  name: string
  /** Messages that the watched process may take; what follows those is not watched. Default: all. */
  messages?: number
  /** Labels of the steps that are crashed. Default: all. For a scenario of which another one has the rest. */
  only?: RegExp
  /** Somebody sends again what comes to lie in the dead letters. */
  resendsDeadLetters?: boolean
  /** Writes what the database holds when it begins, on top of the fixture. */
  prepare?(sql: postgres.Sql): Promise<unknown>
  run(actions: Actions): Promise<unknown>
}
