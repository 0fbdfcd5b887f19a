import type { SafeError } from '../../shared/errors'

export const LANES = ['sync', 'interactive'] as const
/** Which queue a run travels on. */
export type Lane = (typeof LANES)[number]

export const RUN_STATUSES = ['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'] as const
/** `partial`: some items failed and the rest stands. */
export type RunStatus = (typeof RUN_STATUSES)[number]

/** `removed`: the policy is gone from the tenant, and its rows with it. */
export type ItemOutcome = 'succeeded' | 'failed' | 'skipped' | 'removed'

/** Counted from the items when the run ends, never incremented. Numbers of items and rows. */
export interface RunCounts {
  total: number
  processed: number
  succeeded: number
  failed: number
  skipped: number
  policies: number
  settings: number
  inserted: number
  updated: number
  unchanged: number
  removed: number
}

/** Requests to Microsoft Graph made by this run, over all its attempts; `throttledMs` is time spent waiting on 429. */
export interface GraphMetrics {
  requests: number
  pages: number
  retries: number
  throttledMs: number
  /** Requests for setting definitions, which all tenants share and which are cached: not in `requests`. */
  definitionRequests: number
}

/** What a person sees while a run works. `total` is null until it is known. */
export interface RunProgress {
  phase: string
  done: number
  total: number | null
  graph: GraphMetrics
}

/** A run as the ledger holds it. */
export interface Run {
  id: string
  workspaceId: string
  tenantId: string
  operation: string
  lane: Lane
  identity: string
  input: unknown
  seq: number
  status: RunStatus
  dueAt: Date
  attempt: number
  failures: number
  progress: RunProgress | null
  counts: RunCounts | null
  error: SafeError | null
  failedBy: string | null
  requestedBy: string | null
  cancelRequestedAt: Date | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

/** A run that holds its place in its lane and is owed a message. */
export interface Rung {
  id: string
  tenantId: string
  lane: Lane
  attempt: number
  /** PostgreSQL's own text, so that `sent` compares to the microsecond. */
  dueAt: string
  /** ≤ 0: send now. */
  dueInMs: number
}
