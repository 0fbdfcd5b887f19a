import type { RunId, TenantId } from '../../shared/ids'
import type { SafeError } from '../../shared/errors'
import type { RunCounts, RunProgress } from '../../shared/run-progress'

export const LANES = ['sync', 'interactive'] as const
/** Which queue a run travels on. */
export type Lane = (typeof LANES)[number]

export const RUN_STATUSES = ['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'] as const
/** `partial`: some items failed and the rest stands. */
export type RunStatus = (typeof RUN_STATUSES)[number]

/** `removed`: the policy is gone from the tenant, and its rows with it. */
export type ItemOutcome = 'succeeded' | 'failed' | 'skipped' | 'removed'

/** A run as the ledger holds it. */
export interface Run {
  id: RunId
  workspaceId: string
  tenantId: TenantId
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
export interface OwedMessage {
  id: RunId
  tenantId: TenantId
  lane: Lane
  attempt: number
  /** PostgreSQL's own text, so that `sent` compares to the microsecond. */
  dueAt: string
  /** ≤ 0: send now. */
  dueInMs: number
}
