import type { AppKey, RunId, TenantId } from '../../shared/ids'
import type { SafeError } from '../../shared/errors'
import type { Lane } from '../../shared/operation-record'
import type { RunCounts, RunProgress } from '../../shared/run-progress'

export const RUN_STATUSES = ['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'] as const
/** `partial`: some items failed; the others are stored. */
export type RunStatus = (typeof RUN_STATUSES)[number]

export const ITEM_OUTCOMES = ['succeeded', 'failed', 'skipped', 'removed'] as const
/** `removed`: the policy no longer exists in the tenant, and its rows were deleted. */
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number]

/** A row of the ledger. */
export interface Run {
  id: RunId
  workspaceId: string
  tenantId: TenantId
  /** The tenant as the existing app names it, for logs and answers. */
  appKey: AppKey
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
  /** What its operation gave back; null until it completed. */
  result: unknown
  error: SafeError | null
  failedBy: string | null
  requestedBy: string | null
  /** For whom a service asked: `tid/oid`. */
  actingFor: string | null
  cancelRequestedAt: Date | null
  /** The trace of the request that started it, as W3C `traceparent`. */
  traceparent: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

/** A message that must be sent for a dispatched run. */
export interface OwedMessage {
  id: RunId
  tenantId: TenantId
  appKey: AppKey
  lane: Lane
  attempt: number
  /** As PostgreSQL prints it, so that `recordSent` can compare microseconds. */
  dueAt: string
  /** ≤ 0: send now. */
  dueInMs: number
}
