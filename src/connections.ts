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
