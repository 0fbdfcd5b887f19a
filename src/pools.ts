import type { Config } from './config'
import { connections, type PoolName } from './connections'
import type { DatabaseRole } from './db/access/rules'
import { openDatabase } from './db/database'
import type { TokenPassword } from './db/token-password'
import type { Log } from './shared/log'
import type { Telemetry } from './shared/telemetry'
import { watchPool } from './watched'

/** Requests hardly wait for a lock: `withTenantLock` repeats them, and others have the connection meanwhile. Milliseconds. */
const requestLockMs = 25

/** A search that waits a second for somebody's lock on a table fails as `db.unavailable`, and one without an answer after ten. */
const searchStatements = { lockTimeoutMs: 1_000, statementTimeoutMs: 8_000, answerWithinMs: 10_000 }

/** Nobody waits longer for a look at the health, so the server ends it then; a silent connection is soon replaced. */
const healthStatements = { statementTimeoutMs: 1_800, answerWithinMs: 4_000 }

/** Opens a pool for each use. None connects before its first query. */
export function openPools(
  { databaseUrl, settingsSchema }: Config,
  { telemetry, log, password }: { telemetry: Telemetry; log: Log; password: TokenPassword | undefined },
) {
  const open = (pool: PoolName, role: DatabaseRole, options = {}) =>
    openDatabase(databaseUrl, {
      settingsSchema,
      role,
      name: pool,
      poolSize: connections[pool],
      password,
      ...watchPool(telemetry, { pool, log }),
      ...options,
    })
  return {
    requests: open('requests', 'api', { lockTimeoutMs: requestLockMs }),
    starting: open('starting', 'api', { lockTimeoutMs: requestLockMs }),
    searching: open('searching', 'api', searchStatements),
    ledger: open('ledger', 'worker'),
    writing: open('writing', 'worker'),
    // repairs and health are not kept waiting by searches, writes or starts
    repairing: open('repairing', 'worker'),
    locking: open('locking', 'worker', { mayIdle: true }),
    recording: open('recording', 'ops'),
    health: open('health', 'ops', healthStatements),
  }
}
