import type { Config } from './config'
import { openDatabase } from './db/database'
import { createGraphClient } from './graph/graph-client'
import { leavable } from './shared/errors'
import { listPolicies, listSettings } from './search/list'
import type { SettingsRequest } from './search/requests'
import type { PoliciesRequest } from './search/requests'
import type { Lane } from './runs/ledger/types'
import { createLog } from './shared/log'
import { operationRegistry } from './operations/registry'
import { createBell } from './runs/queue/service-bus'
import { createMarks } from './runs/queue/send-owed'
import type { Delivery } from './runs/queue/message'
import { createPorts } from './operations/create-ports'
import { runMessage } from './runs/worker/run-message'
import { serviceBusAccess } from './service-bus-access'
import { cancelRun } from './runs/api/cancel'
import { followRun } from './runs/api/follow'
import { workerHealth } from './runs/api/health'
import { startRun, type StartRequest } from './runs/api/start'
import { createNaming } from './intune/definitions/naming'
import { tick } from './runs/reconcile/reconcile'
import { systemTime } from './shared/clock'

/** What a request to start an operation says. */
type Wish = Pick<StartRequest, 'tenantKey' | 'force' | 'trailing' | 'requestedBy'>

/** What a trigger throws is logged by the host, stack and causes with it. */
function rethrow(error: unknown): never {
  throw leavable(error)
}

/** Once per process at most every 30 s, after a start or an ended run: timers have been seen to stop silently. */
const tickEveryMs = 30_000

/**
 * The composition root: the only place that makes clients. Nothing connects before it is used.
 */
export function createApp(config: Config, write: (line: string) => void = console.log) {
  const time = systemTime
  const log = createLog(write)
  const { db, close: closeDatabase } = openDatabase(config.databaseUrl)
  // connections of its own: no search, however slow, keeps a run or a start waiting
  const searching = openDatabase(config.databaseUrl, { poolSize: 2 })
  const bell = createBell({ access: serviceBusAccess(config.serviceBus), queues: config.queues })
  const graph = createGraphClient({ config, time })
  const newNaming = () => createNaming({ db, log, time })
  const drain = new AbortController()
  const ringing = { db, bell, log }
  const marks = createMarks(ringing)
  const ticking = { ...ringing, operations: operationRegistry }
  const ports = createPorts({ db, time, graph, newNaming, fingerprintKey: config.fingerprintKey })
  const running = { ...ticking, ...ports, time, drain: drain.signal }
  let lastTick = 0

  function tickNowAndThen(): void {
    if (time.now() - lastTick < tickEveryMs) return
    lastTick = time.now()
    void tick(ticking).catch(() => {}) // has logged its own failure, or the database is away
  }

  async function start(name: string, request: Wish, cooldownSeconds?: number) {
    const operation = operationRegistry.get(name)!
    const cooldownMs = (cooldownSeconds ?? operation.cooldownSeconds) * 1000
    const admission = await startRun({ ...ringing, marks }, { ...request, operation, input: {}, cooldownMs })
    tickNowAndThen()
    return admission
  }

  return {
    startSync: (request: Wish) => start('policy.sync', request, config.syncCooldownSeconds),
    startReflatten: (request: Wish) => start('policy.reflatten', request),
    followRun: (tenantKey: string, runId: string) => followRun(db, tenantKey, runId),
    cancelRun: (tenantKey: string, runId: string) => cancelRun(ringing, tenantKey, runId),
    listSettings: (tenantKey: string, request: SettingsRequest) => listSettings(searching.db, tenantKey, request),
    listPolicies: (tenantKey: string, request: PoliciesRequest) => listPolicies(searching.db, tenantKey, request),
    health: () => workerHealth(db),
    tick: (requestedBy: string | null) => tick(ticking, requestedBy).catch(rethrow),
    async runMessage(lane: Lane, body: unknown, delivery: Delivery) {
      await runMessage(running, lane, body, delivery).catch(rethrow)
      tickNowAndThen()
    },
    /** The host wants to stop: running attempts give their place back. */
    drain: () => drain.abort(),
    async close() {
      await Promise.allSettled([bell.close(), closeDatabase(), searching.close()])
    },
  }
}
