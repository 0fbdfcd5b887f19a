import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { AppError, type SafeError, toSafeError } from '../../shared/errors'
import { type RunId, toRunId } from '../../shared/ids'
import { recordItem } from '../ledger/record-item'
import { insertEvent } from '../ledger/run-events'
import { type RepairResults, sum } from './repair-results'

/** The name of its record in the registry of operations. */
export const operation = 'ops.reconcile_adapter_runs'

/** The records of one pass: in each workspace a run without lane and message. */
export interface PassRecords {
  /** Opens the record of a workspace before its first repair. */
  open(workspaceId: string): Promise<void>
  /** Opens one in every workspace. */
  openAll(): Promise<void>
  /** Ends the records with what was done in each workspace. */
  end(results: RepairResults): Promise<void>
}

/** Begins the records of a pass. Those that a pass left open when it crashed are continued, and ended with it. */
export async function beginRecords(db: Db, requestedBy: string | null): Promise<PassRecords> {
  const left = await db.execute(sql`
    select workspace_id, id from runs where operation = ${operation} and status = 'running' and lane is null`)
  const opened = new Map(left.map((row) => [String(row.workspace_id), toRunId(row.id)]))
  async function open(workspaceId: string): Promise<void> {
    if (opened.has(workspaceId)) return
    // looks again: an insert whose answer was lost has opened it already
    const [row] = await db.execute(sql`
      with old as (select id from runs where operation = ${operation} and status = 'running' and lane is null
        and workspace_id = ${workspaceId}),
      new as (
        insert into runs (workspace_id, operation, identity, status, requested_by, started_at, events)
        select ${workspaceId}::uuid, ${operation}, ${operation}, 'running', ${requestedBy}::text, clock_timestamp(), 1
        where not exists (select from old) returning id, events),
      started as (${insertEvent(sql`new`, 'started', { attempt: 0 }, { actor: requestedBy })})
      select id from old union all select id from new limit 1`)
    opened.set(workspaceId, toRunId(row!.id))
  }
  return {
    open,
    async openAll() {
      for (const id of await allWorkspaces(db)) await open(id)
    },
    async end(results) {
      for (const [workspaceId, id] of opened) await endRecord(db, id, workspaceId, results)
    },
  }
}

async function endRecord(db: Db, runId: RunId, workspaceId: string, results: RepairResults): Promise<void> {
  const failed = failuresOf(results, workspaceId)
  // an item for each failure, so that a person sees what it was
  for (const { source, label, error } of failed) {
    const { code, message } = error
    const item = { key: `${source}/${label}`, source, label, outcome: 'failed' as const, code, message }
    await recordItem(db, { runId, attempt: 0 }, item)
  }
  const repairs = results.repairs(workspaceId)
  const status = results.status(workspaceId)
  const succeeded = sum(repairs)
  const total = succeeded + failed.length
  const counts = { total, processed: total, succeeded, failed: failed.length, skipped: 0, ...repairs }
  const error = status === 'failed' ? failure(results) : (failed[0]?.error ?? null)
  await db.execute(sql`
    with ended as (
      update runs set status = ${status}, counts = ${JSON.stringify(counts)}::jsonb,
        error = ${error && JSON.stringify(error)}::jsonb, finished_at = clock_timestamp(), events = events + 1
      where id = ${runId} and status = 'running' returning id, events)
    ${insertEvent(sql`ended`, 'ended', { status, code: error?.code ?? null })}`)
}

function failuresOf(results: RepairResults, workspaceId: string) {
  const lookUps = results.failedLookUps.map(({ lookUp, error }) => ({ source: 'look-up', label: lookUp, error }))
  const repairs = results.failuresIn(workspaceId).map(({ repair, runId, tenantId, operation: scheduled, error }) => {
    const label = runId ?? (scheduled ? `${tenantId} ${scheduled}` : tenantId)
    return { source: repair, label, error }
  })
  return [...lookUps, ...repairs]
}

/** The error of a pass that failed. Names no tenant: it stands in the records of all workspaces. */
export function failure(results: RepairResults): SafeError {
  const { failed, failedLookUps } = results
  const lookUps = failedLookUps.map(({ lookUp, error }) => `The look-up "${lookUp}" failed: ${error.code}.`)
  const repairs = failed.length > 0 ? [`${failed.length} repairs failed, the first: ${failed[0]!.error.code}.`] : []
  const message = ['The reconcile pass failed.', ...lookUps, ...repairs].join(' ')
  return toSafeError(new AppError('ops.reconcile_adapter_runs.failed', { message, cause: results.firstCause }))
}

async function allWorkspaces(db: Db): Promise<string[]> {
  const rows = await db.execute(sql`select id from workspaces order by created_at`)
  return rows.map((row) => String(row.id))
}
