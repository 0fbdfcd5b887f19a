import { migrate } from '../../src/db/migrate'
import { type Postgres, startPostgres } from '../../local/postgres/postgres'

declare global {
  var testPostgres: Postgres | undefined
}

/** One real PostgreSQL for all test files; each makes databases of its own from the migrated template. */
export default async function setup(): Promise<void> {
  const server = await startPostgres()
  globalThis.testPostgres = server
  process.env.TEST_POSTGRES_URL = server.info.url
  await migrate(server.info.url)
}
