import { join } from 'node:path'
import { type Component, startComponent } from '../../local/component'
import { type PostgresInfo } from '../../local/postgres/postgres'
import { migrate } from '../../src/db/migrate'

declare global {
  var testPostgres: Component<PostgresInfo> | undefined
}

const main = join(__dirname, '..', '..', 'dist', 'local', 'postgres', 'main.js')

/**
 * One real PostgreSQL for all test files; each makes databases of its own from the migrated template. In a process of its
 * own, which ends with this one, however that ends.
 */
export default async function setup(): Promise<void> {
  process.env.TEST_SEED ??= String(Math.floor(Math.random() * 1_000_000))
  process.stdout.write(`\nTEST_SEED=${process.env.TEST_SEED} repeats what this run chooses by chance.\n`)
  const server = await startComponent<PostgresInfo>(main, {})
  globalThis.testPostgres = server
  process.env.TEST_POSTGRES_URL = server.info.url
  await migrate(server.info.url)
}
