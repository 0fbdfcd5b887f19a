import { runComponent } from '../component'
import { removeLeftovers } from '../scratch'
import { type PostgresInfo, type PostgresOptions, startPostgres } from './postgres'

runComponent<PostgresOptions, PostgresInfo>(async (options, life) => {
  const { info, stop } = await startPostgres(options, life)
  return {
    info,
    async stop() {
      await stop()
      // the command was killed: this is its last process, and cleans up behind it
      if (!process.connected) await removeLeftovers()
    },
  }
})
