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
 * and one Azurite, in which each host has an id of its own. Both end with this process, however it ends.
 */
export default async function setup(): Promise<void> {
  process.env.TEST_SEED ??= String(Math.floor(Math.random() * 1_000_000))
  process.stdout.write(`\nTEST_SEED=${process.env.TEST_SEED} repeats what this run chooses by chance.\n`)
  const [postgres, azurite] = await Promise.all([
    startComponent<PostgresInfo>(main('postgres'), {}),
    startComponent<AzuriteInfo>(main('azurite'), { port: await freePort() }),
  ])
  globalThis.testServers = [postgres, azurite]
  process.env.TEST_POSTGRES_URL = postgres.info.url
  process.env.TEST_STORAGE = azurite.info.connectionString
  await migrate(postgres.info.url)
}
