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
import { reconcile } from './runs/reconcile/reconcile'
import { systemClock } from './shared/clock'

/** The options of a request to start an operation. */
type StartOptions = Pick<StartRequest, 'tenantKey' | 'force' | 'trailing' | 'requestedBy'>

/** Throws a safe error instead: the host logs what a trigger throws, with stack and causes. */
function rethrowSafely(error: unknown): never {
  throw withoutDetails(error)
}

/** After a start or a run, reconcile at most this often per process: the timer may stop silently. Milliseconds. */
const reconcileEveryMs = 30_000

/**
 * Makes the backend and all of its clients: the composition root. Clients connect when they are first used.
 */
export function createApp(config: Config, write: (line: string) => void = console.log) {
  const clock = systemClock
  const log = createLog(write)
  const { databaseUrl, settingsSchema } = config
  const { db, close: closeDatabase } = openDatabase(databaseUrl, { settingsSchema })
  // a pool of its own, so that slow searches do not delay runs and starts
  const searching = openDatabase(databaseUrl, { settingsSchema, poolSize: 2 })
  const queues = createRunQueues({ access: serviceBusAccess(config.serviceBus), queueNames: config.queues })
  const graph = createGraphClient({ config, clock })
  const newNaming = () => createNaming({ db, log, clock })
  const drain = new AbortController()
  const sending = { db, queues, log }
  const recorder = createSentRecorder(sending)
  const reconciling = { ...sending, operations: operationRegistry }
  const ports = createPorts({ db, clock, graph, newNaming, fingerprintKey: config.fingerprintKey })
  const running = { ...reconciling, ...ports, clock, drain: drain.signal }
  let reconciledAt = 0

  function reconcileIfDue(): void {
    if (clock.now() - reconciledAt < reconcileEveryMs) return
    reconciledAt = clock.now()
    void reconcile(reconciling).catch(() => {}) // it logs its failures itself, unless the database is unavailable
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
    health: () => workerHealth(db),
    reconcile: (requestedBy: string | null) => reconcile(reconciling, requestedBy).catch(rethrowSafely),
    async runMessage(lane: Lane, body: unknown, delivery: Delivery) {
      await runMessage(running, lane, body, delivery).catch(rethrowSafely)
      reconcileIfDue()
    },
    /** Requeues the running attempts, because the host shuts down. */
    drain: () => drain.abort(),
    async close() {
      await Promise.allSettled([queues.close(), closeDatabase(), searching.close()])
    },
  }
}
