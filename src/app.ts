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
import { createDefinitionCache } from './intune/definitions/definition-cache'
import { reconcile } from './runs/reconcile/reconcile'
import { systemClock } from './shared/clock'

/** What a request to start an operation says. */
type StartOptions = Pick<StartRequest, 'tenantKey' | 'force' | 'trailing' | 'requestedBy'>

/** What a trigger throws is logged by the host, stack and causes with it. */
function rethrow(error: unknown): never {
  throw withoutDetails(error)
}

/** Once per process at most every 30 s, after a start or an ended run: timers have been seen to stop silently. */
const reconcileEveryMs = 30_000

/**
 * The composition root: the only place that makes clients. Nothing connects before it is used.
 */
export function createApp(config: Config, write: (line: string) => void = console.log) {
  const time = systemClock
  const log = createLog(write)
  const { db, close: closeDatabase } = openDatabase(config.databaseUrl)
  // connections of its own: no search, however slow, keeps a run or a start waiting
  const searching = openDatabase(config.databaseUrl, { poolSize: 2 })
  const queues = createRunQueues({ access: serviceBusAccess(config.serviceBus), queueNames: config.queues })
  const graph = createGraphClient({ config, time })
  const newDefinitionCache = () => createDefinitionCache({ db, log, time })
  const drain = new AbortController()
  const sending = { db, queues, log }
  const recorder = createSentRecorder(sending)
  const reconciling = { ...sending, operations: operationRegistry }
  const ports = createPorts({ db, time, graph, newDefinitionCache, fingerprintKey: config.fingerprintKey })
  const running = { ...reconciling, ...ports, time, drain: drain.signal }
  let reconciledAt = 0

  function reconcileNowAndThen(): void {
    if (time.now() - reconciledAt < reconcileEveryMs) return
    reconciledAt = time.now()
    void reconcile(reconciling).catch(() => {}) // has logged its own failure, or the database is away
  }

  async function start(name: string, request: StartOptions, cooldownSeconds?: number) {
    const operation = operationRegistry.get(name)!
    const cooldownMs = (cooldownSeconds ?? operation.cooldownSeconds) * 1000
    const admission = await startRun({ ...sending, recorder }, { ...request, operation, input: {}, cooldownMs })
    reconcileNowAndThen()
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
    reconcile: (requestedBy: string | null) => reconcile(reconciling, requestedBy).catch(rethrow),
    async runMessage(lane: Lane, body: unknown, delivery: Delivery) {
      await runMessage(running, lane, body, delivery).catch(rethrow)
      reconcileNowAndThen()
    },
    /** The host wants to stop: running attempts give their place back. */
    drain: () => drain.abort(),
    async close() {
      await Promise.allSettled([queues.close(), closeDatabase(), searching.close()])
    },
  }
}
