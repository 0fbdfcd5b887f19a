/**
 * Connections of one instance, a pool for each use: neither requests, searches nor the writes of policies delay claims and
 * heartbeats. What follows for the number of instances: docs/settings.md.
 */
export const connections = {
  requests: 3,
  starting: 2,
  ledger: 4,
  writing: 4,
  searching: 2,
  repairing: 1,
  locking: 1,
  recording: 1,
  health: 1,
}

/** The name of a pool. */
export type PoolName = keyof typeof connections

/**
 * The pools that each kind of function opens. Pools open when they are first used, and on Flex Consumption the kinds scale
 * apart: the routes of an app together, and each queue and the timer for itself.
 */
export const poolsOf = {
  apiRoutes: ['requests', 'starting', 'searching', 'recording', 'health'],
  workerRoutes: ['repairing', 'locking', 'health'],
  queue: ['ledger', 'writing', 'repairing', 'locking'],
  timer: ['repairing', 'locking', 'health'],
} as const satisfies Record<string, readonly PoolName[]>

/** What scales apart in each app. An app that serves all repairs after starts, too. */
export const scaleGroups = {
  api: [poolsOf.apiRoutes],
  worker: [poolsOf.workerRoutes, poolsOf.queue, poolsOf.queue, poolsOf.timer],
  all: [[...new Set([...poolsOf.apiRoutes, ...poolsOf.workerRoutes])], poolsOf.queue, poolsOf.queue, poolsOf.timer],
} as const satisfies Record<string, readonly (readonly PoolName[])[]>

/** How many connections an instance opens with these pools. */
export const countConnections = (pools: readonly PoolName[]): number =>
  pools.reduce((sum, pool) => sum + connections[pool], 0)
