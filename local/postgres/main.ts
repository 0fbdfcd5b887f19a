import { runComponent } from '../component'
import { removeLeftovers } from '../scratch'
import { type PostgresInfo, type PostgresOptions, startPostgres } from './postgres'
import { startTokenGate, type TokenGateOptions } from './token-gate'

/** The options of the PostgreSQL process. */
export interface PostgresProcessOptions extends PostgresOptions {
  /** Starts a gate before it, which takes tokens in the place of passwords. */
  gate?: Omit<TokenGateOptions, 'serverPort'>
}

/** What the PostgreSQL process reports when it is ready. */
export interface PostgresProcessInfo extends PostgresInfo {
  gatePort?: number
}

runComponent<PostgresProcessOptions, PostgresProcessInfo>(async ({ gate: options, ...rest }, life) => {
  const { info, stop } = await startPostgres(rest, life)
  const gate = options && (await startTokenGate({ ...options, serverPort: info.port }))
  return {
    info: { ...info, ...(gate ? { gatePort: gate.port } : {}) },
    async stop() {
      await gate?.stop()
      await stop()
      // the command was killed: this is its last process, and cleans up behind it
      if (!process.connected) await removeLeftovers()
    },
  }
})
