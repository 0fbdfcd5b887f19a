/** How grave an event is. */
export type Level = 'info' | 'warn' | 'error'

/**
 * Every event that is logged, and its level. Alerts and the workbook find events by these names, so a name is never changed in
 * place: `infra/` and docs/operating.md follow.
 */
export const logEvents = {
  /** An attempt of a run begins. */
  job_start: 'info',
  /** A run ended `succeeded`, `partial` or `cancelled`. */
  job_complete: 'info',
  /** A run ended `failed`. */
  job_failed: 'error',
  /** A run goes on later. */
  job_later: 'info',
  /** Another attempt has taken over: what this one still did was refused. */
  job_fenced: 'warn',
  /** A person sent the message of a failed run again. */
  run_readmitted: 'info',
  /** A pass of reconcile ended: the state of the whole system in numbers. */
  tick: 'info',
  /** A pass of reconcile failed, or all its repairs. */
  reconcile_failed: 'error',
  repair_failed: 'error',
  purged: 'info',
  /** A message is given back to the queue, which ends in the dead letters. */
  message_thrown: 'error',
  message_postponed: 'warn',
  send_failed: 'warn',
  record_sent_failed: 'warn',
  heartbeat_failed: 'warn',
  /** The database refused or did not answer; `reason` is the code of PostgreSQL or of the connection. Once a minute. */
  database_unavailable: 'warn',
  /** Nothing leaves the process for Application Insights. */
  telemetry_failed: 'warn',
  /** A mistake in our code, with the frames of its stack. */
  bug: 'error',
  policy_failed: 'error',
  definitions_unavailable: 'warn',
  signing_keys_unavailable: 'warn',
  consent_refused: 'warn',
  /** The vault has a newer certificate than the worker can use. */
  credential_unreadable: 'warn',
} as const satisfies Record<string, Level>

export type LogEvent = keyof typeof logEvents
