import { join } from 'node:path'
import { type Component, startComponent } from '../../local/component'
import type { AzuriteInfo } from '../../local/azurite/main'
import { freePort } from '../../local/ports'
import type { PostgresInfo } from '../../local/postgres/postgres'
import { migrate } from '../../src/db/migrate'

declare global {
  var testServers: Component<unknown>[] | undefined
}

const main = (part: string) => join(__dirname, '..', '..', 'dist', 'local', part, 'main.js')

/**
 * Starts what all test files share: one real PostgreSQL, in which each makes databases of its own from the migrated template,
 * and one Azurite, in which each host has an id of its own. Both end with this process, however it ends. One that is given by
 * address (`TEST_POSTGRES_URL`: a superuser of a database `tenantpilot`; `TEST_STORAGE`) is used as it is.
 */
export default async function setup(): Promise<void> {
  process.env.TEST_SEED ??= String(Math.floor(Math.random() * 1_000_000))
  process.stdout.write(`\nTEST_SEED=${process.env.TEST_SEED} repeats what this run chooses by chance.\n`)
  globalThis.testServers = []
  await Promise.all([
    serve('TEST_POSTGRES_URL', async () => {
      const postgres = await startComponent<PostgresInfo>(main('postgres'), {})
      return { ...postgres, address: postgres.info.url }
    }),
    serve('TEST_STORAGE', async () => {
      const azurite = await startComponent<AzuriteInfo>(main('azurite'), { port: await freePort() })
      return { ...azurite, address: azurite.info.connectionString }
    }),
  ])
  await migrate(process.env.TEST_POSTGRES_URL!)
}

/** Starts a server and stores its address in a variable of the environment, unless that has one. */
async function serve(variable: string, start: () => Promise<Component<unknown> & { address: string }>): Promise<void> {
  if (process.env[variable]) return
  const server = await start()
  globalThis.testServers!.push(server)
  process.env[variable] = server.address
}
