import { randomBytes } from 'node:crypto'
import { createAuthenticate } from './access/authenticate'
import { createBuckets } from './access/buckets'
import type { Caller } from './access/caller'
import { createConsentLinks } from './access/consent/links'
import { createEnter, type Enter, type Entry } from './access/enter'
import { createKeyCache } from './access/key-cache'
import { purgeIdempotencyKeys } from './access/once'
import { createWorkspaces } from './access/workspaces'
import type { RunId } from './shared/ids'
import type { Config } from './config'
import { connections } from './connections'
import { openPools } from './pools'
import { reconcileAndReport } from './reconcile-and-report'
import { startTelemetry } from './start-telemetry'
import { watchQueues } from './watched'
import { hasPassword } from './db/connection'
import { toAppError, withoutDetails } from './shared/errors'
import { createNotifications } from './notifications/notifications'
import { createManagedIdentity } from './managed-identity'
import { listPolicies, listSettings } from './search/list'
import type { PoliciesRequest, SettingsRequest } from './search/requests'
import type { makeOperations } from './make-operations'
import type { OperationRecord, Lane } from './shared/operation-record'
import { createInvocationOutput, type InvocationLog } from './shared/invocation-output'
import { createLog, lines } from './shared/log'
import { policySync } from './operations/policy-sync/record'
import { operationRecords } from './operations/registry'
import type { Operation } from './runs/operation'
import { createRunQueues } from './runs/queue/service-bus'
import { createSentRecorder, gatherRecordsMs } from './runs/queue/sent-recorder'
import type { Delivery } from './runs/queue/message'
import { receiveMessage } from './runs/worker/receive-message'
import { serviceBusAccess } from './service-bus-access'
import { cancelRun } from './runs/api/cancel'
import { cancelAll } from './runs/ledger/cancel'
import { createLooks, createWorkerHealth } from './runs/api/health'
import { createTickReport } from './runs/api/tick-report'
import { createReadiness } from './runs/api/readiness'
import { withTenantLock } from './runs/api/database-timeout'
import { createRunReads } from './runs/api/read'
import { createSchedules } from './runs/api/schedules'
import { rerunRun } from './runs/api/rerun'
import { type Starter, startRun, type StartRequest } from './runs/api/start'
import { createStartAtOnce, type RequestAtOnce } from './runs/api/start-at-once'
import { purgeTombstones } from './intune/store/purge-tombstones'
import { purgeRuns } from './runs/ledger/purge'
import { createReconcileLock } from './runs/reconcile/lock'
import { reconcile } from './runs/reconcile/reconcile'
import { createInFlight } from './runs/worker/in-flight'
import { systemClock } from './shared/clock'
import { stackFrames } from './shared/stack-frames'

/** The options of a request to start an operation. */
type StartOptions = Pick<StartRequest, 'tenantKey' | 'input' | 'force' | 'trailing'>

/** What a trigger knows of its invocation. */
interface Invocation {
  log: InvocationLog
  /** The host's trace, as W3C `traceparent`; null: it has none. */
  traceparent: string | null
}

/** Throws a safe error instead: the host logs what a trigger throws, with stack and causes. */
function rethrowSafely(error: unknown): never {
  throw withoutDetails(error)
}

/** The host allows a shutdown about five seconds: running attempts get most of them. Milliseconds. */
const drainMs = 4_000

/** After a start or a run, a worker reconciles at most this often: the timer may stop silently. Milliseconds. */
const reconcileEveryMs = 30_000

/** All browsers without a caller count together as one. */
const strangers: Caller = { kind: 'person', tid: '', oid: '', appRoles: [], actingFor: null }

/** What an instance of the API has in the place of operations. */
const nothingToRun = { operations: new Map<string, Operation>(), credentialExpiresAt: (): Date | null => null }

/** What the triggers call. */
export type Backend = ReturnType<typeof createApp>

/**
 * Makes the backend and all of its clients: the composition root. Clients connect when they are first used.
 */
export function createApp(config: Config, write: (line: string) => void = console.log) {
  const clock = systemClock
  const { databaseUrl, cloud } = config
  const identity = createManagedIdentity(config.identityClientId, clock)
  const output = createInvocationOutput(write)
  const {
    telemetry,
    sinks,
    close: closeTelemetry,
  } = startTelemetry(config.telemetry, config.identityClientId ? identity : undefined)
  const log = createLog(lines(output.write), ...sinks)
  const sendsTelemetry = sinks.length > 0
  if (config.telemetry && !sendsTelemetry) log('telemetry_failed', {})
  const password = hasPassword(databaseUrl)
    ? undefined
    : { get: async () => (await identity.getToken(cloud.databaseScope)).token, refuse: identity.refuse }
  const pools = openPools(config, { telemetry, log, password })
  const { db } = pools.ledger
  const bus = createRunQueues({ access: serviceBusAccess(config.serviceBus, identity), queueNames: config.queues })
  const queues = watchQueues(bus, telemetry, config.queues)
  const drain = new AbortController()
  const sending = { db, queues, log }
  const enterOnce = createEnter(pools.requests.db)
  // somebody waits for the answer, and another session may hold a lock meanwhile
  const enter: Enter = (entry, target, work) => withTenantLock(clock, () => enterOnce(entry, target, work))
  const enterSearch = createEnter(pools.searching.db)
  const keys = createKeyCache({ authorityHost: config.api.authorityHost, clock, fetch: globalThis.fetch, log })
  const authenticate = createAuthenticate({ clientId: config.api.clientId, keys, clock })
  const countRequest = createBuckets(clock, {
    perSecond: config.requestsPerSecond,
    burst: 4 * config.requestsPerSecond,
  })
  const consent = {
    settings: {
      authorityHost: config.entra.authorityHost,
      graphBaseUrl: config.graphBaseUrl,
      readerClientId: config.entra.clientId,
      apiClientId: config.api.clientId.toLowerCase(),
      publicBaseUrl: config.publicBaseUrl,
    },
    random: randomBytes,
  }
  // that a message was sent is recorded for whatever tenant it was, when the request is over
  const answering = { db: pools.recording.db, enter, queues, log, clock }
  const recorder = createSentRecorder(answering, clock, gatherRecordsMs)
  const cooldownMs = ({ name, cooldownSeconds }: OperationRecord) =>
    1000 * (config.cooldownSeconds[name] ?? cooldownSeconds)
  const startAtOnce = createStartAtOnce(pools.starting.db, clock, connections.starting)
  const starting = {
    ...answering,
    startAtOnce: (request: RequestAtOnce) => withTenantLock(clock, () => startAtOnce(request)),
    recorder,
    records: operationRecords,
    cooldownMs,
  }
  const times = Object.fromEntries(
    [...operationRecords.values()].map((record) => [
      record.name,
      { expectedSeconds: record.expectedSeconds, cooldownMs: cooldownMs(record) },
    ]),
  )
  const lock = createReconcileLock(pools.locking, clock)
  const { db: repairing } = pools.repairing
  const { runRetentionDays: retentionDays } = config
  const purges = [
    { name: 'purge of runs', purge: (limit: number) => purgeRuns(repairing, { retentionDays, limit }) },
    { name: 'purge of idempotency keys', purge: (limit: number) => purgeIdempotencyKeys(repairing, limit) },
    {
      name: 'purge of removed policies',
      purge: (limit: number) => purgeTombstones(repairing, { retentionDays, limit }),
    },
  ]
  const { renew } = pools.repairing
  const looking = { db: pools.health.db, queues, clock }
  const reconciling = { db: repairing, renew, lock, queues, log, clock, records: operationRecords, purges }
  const { operations, credentialExpiresAt } = config.role === 'api' ? nothingToRun : loadOperations()
  const running = { ...sending, telemetry, clock, operations, drain: drain.signal }
  const look = createLooks({ ...looking, records: operationRecords, sync: policySync })
  const report = createTickReport({ ...looking, look, credentialExpiresAt, sync: policySync, log, telemetry })
  const inFlight = createInFlight(clock)
  let reconciledAt = 0

  function reconcileIfDue(): void {
    if (config.role === 'api' || drain.signal.aborted || clock.now() - reconciledAt < reconcileEveryMs) return
    reconciledAt = clock.now()
    void reconcile(reconciling).catch(() => {}) // it logs its failures itself
  }

  /** Loads the code of the operations, and with it the Graph SDK: an instance of the API never needs it. */
  function loadOperations() {
    const make: typeof makeOperations = require('./make-operations').makeOperations
    return make({ config, db, writing: pools.writing.db, identity, clock, log, telemetry })
  }

  return {
    /** True: log records leave the process by themselves, so the host must not send them once more. */
    sendsTelemetry,
    /** Runs the work of a trigger: its lines are the invocation's, and its trace that of the host. */
    invocation: <T>(name: string, { log: to, traceparent }: Invocation, work: () => Promise<T>): Promise<T> =>
      output.during(to, () => telemetry.span(name, { parent: traceparent }, work)),
    operations: [...operationRecords.values()],
    authenticate,
    countRequest,
    publicBaseUrl: config.publicBaseUrl,
    runLinkTemplate: config.runLinkTemplate,
    ...createWorkspaces(enter, { consent, endRuns: cancelAll }),
    // in the pool whose statements wait a second for a lock: two browsers may bring the same link
    ...createConsentLinks({
      ...consent,
      db: pools.searching.db,
      keys,
      clock,
      log,
      count: () => countRequest(strangers),
    }),
    /** Who may see anything may see what can be started. */
    listOperations: (entry: Entry) => enter(entry, {}, async () => [...operationRecords.values()]),
    async start(by: Starter, record: OperationRecord, request: StartOptions) {
      const admission = await startRun(starting, by, {
        ...request,
        record,
        cooldownMs: cooldownMs(record),
        traceparent: telemetry.traceparent(),
      })
      reconcileIfDue()
      return admission
    },
    async rerunRun(entry: Entry, tenantKey: string, runId: RunId) {
      const admission = await rerunRun(starting, entry, tenantKey, runId)
      reconcileIfDue()
      return admission
    },
    ...createSchedules({ enter, records: operationRecords }),
    ...createNotifications({ enter, clock }),
    ...createRunReads({ enter, times }),
    cancelRun: (entry: Entry, tenantKey: string, runId: RunId) => cancelRun(answering, entry, tenantKey, runId),
    listSettings: (entry: Entry, tenantKey: string, request: SettingsRequest) =>
      listSettings(enterSearch, entry, tenantKey, request),
    listPolicies: (entry: Entry, tenantKey: string, request: PoliciesRequest) =>
      listPolicies(enterSearch, entry, tenantKey, request),
    isReady: createReadiness(looking),
    health: createWorkerHealth(look),
    reconcile: (requestedBy: string | null) =>
      reconcileAndReport(reconciling, report, requestedBy).catch(rethrowSafely),
    async runMessage(lane: Lane, body: unknown, delivery: Delivery) {
      await inFlight.track(receiveMessage(running, lane, body, delivery))
      reconcileIfDue()
    },
    /** Logs the frames of an error in our code that a function met: its answer says only the code. */
    reportFailure(functionName: string, error: unknown) {
      const { code, category } = toAppError(error)
      if (category === 'bug') log('bug', { function: functionName, code, frames: stackFrames(error) })
    },
    /** Hands running attempts back to the queue, because the host shuts down. Waits for them, at most 4 s. */
    async drain() {
      drain.abort()
      await inFlight.ended(drainMs)
    },
    async close() {
      await Promise.allSettled([queues.close(), ...Object.values(pools).map(({ close }) => close()), closeTelemetry()])
    },
  }
}
