import { bounds, prices, usage } from './assumptions'

/** What somebody wants to know the cost of. */
export interface Load {
  tenants: number
  /** Policies of each tenant. */
  policies: number
  syncsPerDay: number
}

/** What is chosen whatever the load is. */
export interface Plan {
  name: string
  /** Cores of PostgreSQL at least. */
  cores: number
  /** Servers of PostgreSQL: the second one stands by in another zone. */
  servers: 1 | 2
  /** Rules that look for trouble, and tests from outside. */
  alerts: boolean
}

/** What the load needs and nothing else. */
export const least: Plan = { name: 'the least', cores: 2, servers: 1, alerts: false }
/** What `infra/environments/production.env` chooses, with addresses in `ALERT_EMAILS`. */
export const production: Plan = { name: 'as production.env has it', cores: 4, servers: 2, alerts: true }

/** Dollars of a month, by what they are paid for. */
export type Costs = Readonly<Record<(typeof parts)[number], number>>
export const parts = [
  'Functions',
  'always ready',
  'Service Bus',
  'PostgreSQL',
  'logs',
  'alerts and web tests',
  'Key Vault and bandwidth',
] as const

/** How much of each limit is used, 1 is all of it; the largest comes first. */
export interface LimitUse {
  limit: string
  used: number
}

/** A load in numbers. */
export interface Estimate {
  load: Load
  /** Instances that sync at the same time. */
  instances: number
  /** Of each server of PostgreSQL. */
  cores: number
  servers: number
  storageGb: number
  logGb: number
  costs: Costs
  total: number
  limits: LimitUse[]
}

const days = 30.4
const monthSeconds = days * 86_400

/** Estimates a month. */
export function estimate(load: Load, plan: Plan = least): Estimate {
  const { tenants, policies, syncsPerDay } = load
  const syncs = tenants * syncsPerDay * days
  const seconds = usage.syncSeconds.value + policies * usage.policySeconds.value
  const requests = syncs * (usage.syncRequests.value + policies * usage.policyRequests.value)
  const calls = tenants * usage.apiCalls.value * days
  const minutes = monthSeconds / 60

  const busy = (tenants * syncsPerDay * seconds) / (usage.spreadHours.value * 3600)
  const instances = Math.max(1, Math.ceil(busy / usage.atOnce.value))
  // instances that work on several runs are paid once; with few runs each pays alone
  const together = Math.min(usage.atOnce.value, Math.max(1, busy / instances))
  const connections = (instances + usage.otherInstances.value) * usage.connections.value
  const cores =
    [2, 4, 8, 16, 32].find((each) => each >= plan.cores && each * bounds.coreConnections.value >= connections) ?? 64
  const storageGb = 32 + gigabytes(tenants, policies, syncsPerDay)
  const statements = syncs * (usage.syncStatements.value + policies * usage.policyStatements.value)
  const logGb = gigabytesOfLogs({ syncs, requests, statements, calls, minutes })
  const costs: Costs = {
    Functions: functions(
      (syncs * seconds) / together + (calls + minutes) * usage.callSeconds.value,
      syncs + calls + minutes,
    ),
    'always ready': usage.readyInstances.value * usage.instanceGb.value * monthSeconds * prices.readyBaseline.value,
    'Service Bus': serviceBus(syncs * usage.runOperations.value + minutes * usage.minuteOperations.value),
    PostgreSQL: plan.servers * (cores * prices.postgresCore.value + storageGb * prices.postgresGb.value),
    logs: above(logGb, prices.freeLogGb.value) * prices.logGb.value,
    'alerts and web tests': plan.alerts ? prices.alertRules.value + prices.webTests.value : 0,
    'Key Vault and bandwidth': vaultAndBandwidth(requests, calls),
  }
  const limits = [
    use('instances of the worker', instances / bounds.instances.value),
    use('cores of the subscription in the region', (instances + usage.otherInstances.value) / bounds.cores.value),
    use('connections of the largest common server (8 cores)', connections / (8 * bounds.coreConnections.value)),
    use('connections of Service Bus', ((instances + usage.otherInstances.value) * 3) / bounds.busConnections.value),
    use('storage of PostgreSQL', storageGb / bounds.storageGb.value),
    use('Graph, for each tenant', (syncsPerDay * requests) / syncs / (bounds.graphRequests.value * 86_400)),
  ].toSorted((a, b) => b.used - a.used)
  const total = Object.values(costs).reduce((sum, cost) => sum + cost, 0)
  return { load, instances, cores, servers: plan.servers, storageGb, logGb, costs, total, limits }
}

/** The first limit that more tenants of the same kind reach, and with how many, to a tenth. */
export function firstReached(load: Omit<Load, 'tenants'>): { limit: string; tenants: number } {
  for (let tenants = 100; ; tenants = Math.ceil(tenants * 1.1)) {
    const [first] = estimate({ ...load, tenants }).limits
    if (first!.used >= 1) return { limit: first!.limit, tenants }
  }
}

const use = (limit: string, used: number): LimitUse => ({ limit, used })
const above = (value: number, free: number) => Math.max(0, value - free)

function gigabytes(tenants: number, policies: number, syncsPerDay: number): number {
  const policy = usage.settings.value * usage.settingBytes.value + usage.policyBytes.value
  const kept = syncsPerDay * usage.keptDays.value * usage.itemBytes.value
  return (tenants * policies * (policy + kept)) / 1e9
}

interface Counts {
  syncs: number
  requests: number
  statements: number
  calls: number
  minutes: number
}

/** Of a month: log records, what is kept of the traces, our metrics, and what the platform tells of itself. */
function gigabytesOfLogs({ syncs, requests, statements, calls, minutes }: Counts): number {
  const traced = requests + statements + calls * usage.callSpans.value
  const metrics = minutes * usage.readyInstances.value * usage.metricRecords.value
  const own =
    syncs * usage.runRecords.value + minutes * usage.tickRecords.value + calls + metrics + traced * usage.sampled.value
  const platform =
    usage.platformMetrics.value * usage.platformMetricBytes.value +
    usage.platformLogs.value * usage.platformLogBytes.value
  return (own * usage.recordBytes.value + minutes * platform) / 1e9
}

function functions(seconds: number, executions: number): number {
  const gbSeconds = above(seconds * usage.instanceGb.value, prices.freeGbSeconds.value)
  return gbSeconds * prices.gbSecond.value + (executions / 1e6) * prices.millionExecutions.value
}

function serviceBus(operations: number): number {
  return prices.busBase.value + above(operations / 1e6, prices.busFreeMillions.value) * prices.busMillion.value
}

/** The vault is asked every five minutes by each instance that is always ready. */
function vaultAndBandwidth(requests: number, calls: number): number {
  const vault = (usage.readyInstances.value * monthSeconds) / 300
  const outGb = (requests * usage.requestKilobytes.value + calls * usage.callKilobytes.value) / 1e6
  return (
    (vault / 10_000) * prices.vaultTenThousand.value + above(outGb, prices.freeEgressGb.value) * prices.egressGb.value
  )
}
