import type { RunId } from './shared/ids'
import type { Config } from './config'
import { openDatabase } from './db/database'
import { createGraphClient } from './graph/graph-client'
import { withoutDetails } from './shared/errors'
import { listPolicies, listSettings } from './search/list'
import type { SettingsRequest } from './search/requests'
import type { PoliciesRequest } from './search/requests'
import type { Lane } from './runs/ledger/types'
import { createLog } from './shared/log'
import { operationRegistry } from './operations/registry'
import { createRunQueues } from './runs/queue/service-bus'
import { createSentRecorder } from './runs/queue/sent-recorder'
import type { Delivery } from './runs/queue/message'
import { createPorts } from './operations/create-ports'
import { runMessage } from './runs/worker/run-message'
import { serviceBusAccess } from './service-bus-access'
import { cancelRun } from './runs/api/cancel'
import { followRun } from './runs/api/follow'
import { workerHealth } from './runs/api/health'
import { startRun, type StartRequest } from './runs/api/start'
import { createNaming } from './intune/definitions/naming'
import { createReconcileLock } from './runs/reconcile/lock'
import { reconcile } from './runs/reconcile/reconcile'
import { createInFlight } from './runs/worker/in-flight'
import { systemClock } from './shared/clock'

/** The options of a request to start an operation. */
type StartOptions = Pick<StartRequest, 'tenantKey' | 'force' | 'trailing' | 'requestedBy'>

/** Throws a safe error instead: the host logs what a trigger throws, with stack and causes. */
function rethrowSafely(error: unknown): never {
  throw withoutDetails(error)
}

/** The host allows a shutdown about five seconds: running attempts get most of them. Milliseconds. */
const drainMs = 4_000

/** After a start or a run, reconcile at most this often per process: the timer may stop silently. Milliseconds. */
const reconcileEveryMs = 30_000

/**
 * Makes the backend and all of its clients: the composition root. Clients connect when they are first used.
 */
export function createApp(config: Config, write: (line: string) => void = console.log) {
  const clock = systemClock
  const log = createLog(write)
  const { db, close: closeDatabase } = openDatabase(config.databaseUrl)
  // a pool of its own, so that slow searches do not delay runs and starts
  const searching = openDatabase(config.databaseUrl, { poolSize: 2 })
  // reconcile and health have connections of their own, so that no search, write or start keeps them waiting
  const locking = openDatabase(config.databaseUrl, { poolSize: 1, mayIdle: true })
  const repairing = openDatabase(config.databaseUrl, { poolSize: 1 })
  const watching = openDatabase(config.databaseUrl, { poolSize: 1 })
  const queues = createRunQueues({ access: serviceBusAccess(config.serviceBus), queueNames: config.queues })
  const graph = createGraphClient({ config, clock })
  const newNaming = () => createNaming({ db, log, clock })
  const drain = new AbortController()
  const sending = { db, queues, log }
  const recorder = createSentRecorder(sending)
  const operations = operationRegistry
  const reconciling = { db: repairing.db, lock: createReconcileLock(locking.db), queues, log, clock, operations }
  const ports = createPorts({ db, clock, graph, newNaming, fingerprintKey: config.fingerprintKey })
  const running = { ...sending, ...ports, clock, operations, drain: drain.signal }
  const inFlight = createInFlight(clock)
  let reconciledAt = 0

  function reconcileIfDue(): void {
    if (drain.signal.aborted || clock.now() - reconciledAt < reconcileEveryMs) return
    reconciledAt = clock.now()
    void reconcile(reconciling).catch(() => {}) // it logs its failures itself
  }

  async function start(name: string, request: StartOptions, cooldownSeconds?: number) {
    const operation = operationRegistry.get(name)!
    const cooldownMs = (cooldownSeconds ?? operation.cooldownSeconds) * 1000
    const admission = await startRun({ ...sending, recorder }, { ...request, operation, input: {}, cooldownMs })
    reconcileIfDue()
    return admission
  }

  return {
    startSync: (request: StartOptions) => start('policy.sync', request, config.syncCooldownSeconds),
    startReflatten: (request: StartOptions) => start('policy.reflatten', request),
    followRun: (tenantKey: string, runId: RunId) => followRun(db, tenantKey, runId),
    cancelRun: (tenantKey: string, runId: RunId) => cancelRun(sending, tenantKey, runId),
    listSettings: (tenantKey: string, request: SettingsRequest) => listSettings(searching.db, tenantKey, request),
    listPolicies: (tenantKey: string, request: PoliciesRequest) => listPolicies(searching.db, tenantKey, request),
    health: () => workerHealth(watching.db),
    reconcile: (requestedBy: string | null) => reconcile(reconciling, requestedBy).catch(rethrowSafely),
    async runMessage(lane: Lane, body: unknown, delivery: Delivery) {
      await inFlight.track(runMessage(running, lane, body, delivery).catch(rethrowSafely))
      reconcileIfDue()
    },
    /** Hands running attempts back to the queue, because the host shuts down. Waits for them, at most 4 s. */
    async drain() {
      drain.abort()
      await inFlight.ended(drainMs)
    },
    async close() {
      const databases = [searching, locking, repairing, watching]
      await Promise.allSettled([queues.close(), closeDatabase(), ...databases.map((database) => database.close())])
    },
  }
}
