import { ManualClock } from '../../local/clock'
import { type Backend, startBackend } from './backend'
import { createTestDatabase } from './database'
import { createRole, type DatabaseRole } from './database-role'

/** The whole backend, whose app signs in with a login of its own, and whose broker has a clock that the test moves. */
export interface BackendOfLogin {
  role: DatabaseRole
  backend: Backend
  clock: ManualClock
  stop(): Promise<void>
}

/** Starts that backend. `connections`: how many the login may open; default: any number. */
export async function startBackendOfLogin(connections?: number): Promise<BackendOfLogin> {
  const database = await createTestDatabase()
  const role = await createRole(database, connections)
  // the broker's clock begins at the real time: the app computes scheduled times by its own
  const clock = new ManualClock(Date.now())
  const backend = await startBackend({
    content: { policies: 3, seed: 5 },
    clock,
    database,
    settings: { DATABASE_URL: role.url },
  })
  return {
    role,
    backend,
    clock,
    async stop() {
      await backend.host.stop()
      await role.endSessions()
      await role.drop()
      await backend.stop()
    },
  }
}
