/** A number of the model, and where it is from. */
export interface Assumption {
  value: number
  unit: string
  what: string
  /** `read at`: a page, with its month. `measured`: by us, README or below. `assumed`: look it up before you rely on it. */
  source: `read at ${string}` | `measured${string}` | `assumed${string}` | `our ${string}`
}

const assumption = (value: number, unit: string, what: string, source: Assumption['source']): Assumption => ({
  value,
  unit,
  what,
  source,
})

const notFound = 'assumed: the page of prices shows it only by script'

/** Prices in US dollars, as of 2026-11-30. Where a region is not named, it is meant for West Europe. */
export const prices = {
  gbSecond: assumption(
    0.000026,
    '$/GB-s',
    'Flex Consumption, on demand',
    'read at modal.com/blog/azure-function-pricing-guide (May 2025, East US)',
  ),
  readyBaseline: assumption(
    0.000004,
    '$/GB-s',
    'Flex Consumption, an instance that is always ready and idle',
    notFound,
  ),
  millionExecutions: assumption(0.4, '$', 'a million executions', notFound),
  freeGbSeconds: assumption(100_000, 'GB-s', 'free in each month', notFound),
  busBase: assumption(9.81, '$', 'Service Bus Standard, base of a month', notFound),
  busFreeMillions: assumption(
    13,
    'million',
    'operations that it includes',
    'read at azure.microsoft.com/pricing/details/service-bus',
  ),
  busMillion: assumption(0.8, '$', 'a million operations more', notFound),
  postgresCore: assumption(78, '$', 'PostgreSQL, one core of Ddsv5 for a month', notFound),
  postgresGb: assumption(0.137, '$/GB', 'PostgreSQL, storage of a month', notFound),
  logGb: assumption(
    2.3,
    '$/GB',
    'Log Analytics, analytics logs; 31 days are kept',
    'read at monitoringcost.com/azure-monitor-cost (2026)',
  ),
  freeLogGb: assumption(5, 'GB', 'of it free in each month', 'read at monitoringcost.com/azure-monitor-cost (2026)'),
  alertRules: assumption(10, '$', 'thirteen rules that look every 5 to 30 minutes', 'assumed: as infra/README says'),
  webTests: assumption(8, '$', 'three places that ask for the liveness every ten minutes', 'assumed: the same'),
  vaultTenThousand: assumption(0.03, '$', 'Key Vault, ten thousand operations', notFound),
  egressGb: assumption(0.087, '$/GB', 'bandwidth out of Azure; what comes in is free', notFound),
  freeEgressGb: assumption(100, 'GB', 'of it free in each month', notFound),
} as const

/** What a tenant does and needs. */
export const usage = {
  syncSeconds: assumption(0.9, 's', 'a sync that finds little new, whatever its size', 'measured: README, Figures'),
  policySeconds: assumption(
    0.0244,
    's',
    'and for each policy; Graph answers after 80 ms and takes 40 requests a second',
    'measured: README, Figures',
  ),
  syncRequests: assumption(
    44,
    'requests',
    'to Graph in a sync',
    'measured: 244 in a sync of 200 policies (npm start, 2026-11-30); how they divide is assumed',
  ),
  policyRequests: assumption(1, 'request', 'and for each policy', 'measured: the same'),
  settings: assumption(9.24, 'rows', 'settings of a policy', 'measured: the same'),
  settingBytes: assumption(4052, 'bytes', 'a setting with its indexes', 'measured: the same, in a small table'),
  policyBytes: assumption(4670, 'bytes', 'a policy with its JSON and assignments', 'measured: the same'),
  itemBytes: assumption(537, 'bytes', 'what is kept of each policy of each run', 'measured: the same'),
  keptDays: assumption(90, 'days', 'runs are kept', 'our default (RUN_RETENTION_DAYS)'),
  runRecords: assumption(2, 'records', 'of the log for each run', 'measured: the same'),
  recordBytes: assumption(
    1500,
    'bytes',
    'a record in Log Analytics, with what the platform adds',
    'assumed: ours has 300',
  ),
  sampled: assumption(
    0.1,
    '',
    'of the traces are kept, each request to Graph and each statement a record',
    'our default (TELEMETRY_SAMPLING_RATIO)',
  ),
  syncStatements: assumption(
    94,
    'statements',
    'of the database in a sync',
    'measured: 294 in a sync of 200 policies (a test, 2026-11-30); how they divide is assumed',
  ),
  policyStatements: assumption(1, 'statement', 'and for each policy', 'measured: the same'),
  callSpans: assumption(8, 'records', 'of a call of the API whose trace is kept', 'assumed'),
  metricRecords: assumption(
    19,
    'records',
    'of our metrics in a minute, of each instance that runs',
    'measured: one instance with a sync (a test, 2026-11-30)',
  ),
  platformMetrics: assumption(
    100,
    'records',
    'in a minute: AllMetrics of PostgreSQL, Service Bus and vault',
    'assumed: nobody has counted them on Azure',
  ),
  platformMetricBytes: assumption(500, 'bytes', 'such a record', 'assumed'),
  platformLogs: assumption(
    60,
    'records',
    'in a minute: allLogs of PostgreSQL (with sessions and its query store), Service Bus and vault',
    'assumed: nobody has counted them on Azure',
  ),
  platformLogBytes: assumption(1000, 'bytes', 'such a record', 'assumed'),
  tickRecords: assumption(3, 'records', 'of each pass of the timer', 'assumed'),
  runOperations: assumption(
    5,
    'operations',
    'of Service Bus for a run: send, receive, complete, renew twice',
    'assumed: counted in the code, not in a broker',
  ),
  minuteOperations: assumption(
    16,
    'operations',
    'of Service Bus in a minute without any run: peeks, and receivers that wait',
    'assumed',
  ),
  apiCalls: assumption(20, 'calls', 'of the API for a tenant in a day', 'assumed'),
  callSeconds: assumption(0.1, 's', 'a call, and a pass of the timer', 'measured: README, Figures, rounded up'),
  callKilobytes: assumption(20, 'KB', 'an answer of the API', 'assumed'),
  requestKilobytes: assumption(1, 'KB', 'a request to Graph: bandwidth out', 'assumed'),
  instanceGb: assumption(2, 'GB', 'memory of an instance; it has one core', 'our infra/modules/function-app.bicep'),
  atOnce: assumption(4, 'runs', 'at once on an instance', 'our host.json (maxConcurrentCalls)'),
  connections: assumption(19, 'connections', 'of an instance to PostgreSQL at most', 'our src/connections.ts'),
  otherInstances: assumption(4, 'instances', 'besides those that sync: API, interactive lane, timer', 'assumed'),
  readyInstances: assumption(
    4,
    'instances',
    'always ready: two groups in two zones',
    'our infra/environments/production.env',
  ),
  spreadHours: assumption(
    8,
    'h',
    'over which the syncs of a day are spread (`--jitter` and times)',
    'assumed: yours to choose',
  ),
} as const

/** What cannot be exceeded, or not without a request. */
export const bounds = {
  instances: assumption(40, 'instances', 'of an app', 'our infra/environments/production.env (MAXIMUM_INSTANCES)'),
  cores: assumption(
    250,
    'cores',
    'of all Flex Consumption apps of a subscription in a region',
    'read at azure-docs, flex-consumption-plan.md, by who wrote the Bicep',
  ),
  coreConnections: assumption(
    422,
    'connections',
    'of users for each core of PostgreSQL: 844 with two',
    'read at Microsoft, concepts-limits, for two cores, by who wrote the Bicep; in proportion for more: assumed',
  ),
  reservedConnections: assumption(
    1_405,
    'connections',
    'that our logins may open: API_CONNECTIONS, WORKER_CONNECTIONS and five for who migrates',
    'our infra/environments/production.env',
  ),
  storageGb: assumption(
    32_768,
    'GB',
    'of a PostgreSQL server',
    'read at Microsoft, concepts-compute-storage of PostgreSQL',
  ),
  graphRequests: assumption(
    40,
    'requests/s',
    'of one tenant, before Graph throttles',
    'assumed: what our simulator allows; the service names no number',
  ),
  logGbPerDay: assumption(
    100,
    'GB/day',
    'from which a commitment of Log Analytics pays',
    'read at monitoringcost.com/azure-monitor-cost (2026)',
  ),
  busConnections: assumption(
    1000,
    'connections',
    'of Service Bus Standard, included',
    'read at azure.microsoft.com/pricing/details/service-bus',
  ),
} as const
