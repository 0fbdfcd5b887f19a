/**
 * Connections of one instance, a pool for each use: neither searches nor the writes of policies delay claims, heartbeats and
 * starts. What follows for the number of instances: docs/settings.md.
 */
export const connections = { ledger: 4, writing: 4, searching: 2, repairing: 1, locking: 1, health: 1 }
