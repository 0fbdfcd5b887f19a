import type postgres from 'postgres'

/** What a scenario may do. */
export interface Stage {
  sql: postgres.Sql
  /** A call that is made again with the next worker when its own dies, as whoever called would. */
  call(name: string, ...args: unknown[]): Promise<unknown>
  tellVictim(name: string): Promise<unknown>
  /** Puts a message into the sync queue, as the portal would. */
  sendByHand(runId: string): Promise<void>
  /** The victim cannot reach the database, or can again. */
  databaseAway(away: boolean): void
}

/** A small fixed play, killed at each of its steps. */
export interface Scenario {
  name: string
  /** Messages that the watched worker may take; what follows those is not watched. Default: all. */
  messages?: number
  /** Steps that are killed, by label; default all. For a play of which another one has the rest. */
  only?: RegExp
  /** Somebody looks after the dead letters: what comes to lie there is sent again. */
  redriven?: boolean
  /** What the database holds when it begins, on top of the fixture. */
  prepare?(sql: postgres.Sql): Promise<unknown>
  act(stage: Stage): Promise<unknown>
}
