import { type TenantId, type RunId, toRunId } from '../../shared/ids'
import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { type AuditActor, insertRunAudit } from '../../audit/record'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import { dispatch } from './dispatch'
import { insertEvent, type RunEventData } from './run-events'
import { lockTenant } from './sql'
import { ms, execute } from '../../db/sql'
import type { RunStatus, OwedMessage } from './types'
import type { Lane } from '../../shared/operation-record'

/** A request for a run. */
export interface AdmitRequest {
  workspaceId: string
  tenantId: TenantId
  operation: string
  lane: Lane
  input: unknown
  /** The part of the input that makes two requests the same. Default: all of it. */
  scope?: unknown
  cooldownMs: number
  /** Skips the cooldown, nothing else. */
  force?: boolean
  /** Ask for a run that has not begun yet, even while one of the same identity is running. */
  trailing?: boolean
  /** Who asked, for the audit log. Absent: nobody, and no entry. */
  audit?: AuditActor
  /** So many runs of the tenant may wait before this one. Default: any number. */
  maxWaiting?: number
  requestedBy?: string
  /** For whom a service asks: `tid/oid`. */
  actingFor?: string | null
  /** The trace of the request, as W3C `traceparent`: the run goes on with it. */
  traceparent?: string | null
}

/** The run that a request led to. */
export interface Admission {
  runId: RunId
  status: RunStatus
  /** True: the run existed already. */
  deduplicated: boolean
  /** Messages that must now be sent. */
  messages: OwedMessage[]
}

/**
 * Creates a run, or returns the existing one: an active run of the same identity, or one that succeeded within the
 * cooldown. An identity has at most one run that has begun and one that has not.
 */
export async function admit(db: Db, request: AdmitRequest): Promise<Admission> {
  const [existing] = await db.execute(sameRunQuery(request, sql`${request.tenantId}`))
  return existing ? admission(existing, true, []) : admitUnderLock(db, request)
}

function admitUnderLock(db: Db, request: AdmitRequest): Promise<Admission> {
  return db.transaction((tx) => admitInside(tx, request))
}

/**
 * Locks the tenant, looks again for the same run, and inserts the row if there is none. In the given transaction. Throws
 * `run.too_many_waiting`.
 */
export async function admitInside(tx: Db, request: AdmitRequest): Promise<Admission> {
  const { tenantId, workspaceId, operation, lane, input } = request
  // one round trip: lock the tenant, look again and insert, then dispatch
  const [, [row], messages] = await Promise.all([
    lockTenant(tx, tenantId),
    execute(
      tx,
      sql`
      with old as (${sameRunQuery(request, sql`${tenantId}`)}),
      new as (
        insert into runs (workspace_id, tenant_id, operation, lane, identity, input, requested_by, acting_for, traceparent, events)
        select ${workspaceId}::uuid, ${tenantId}::uuid, ${operation}, ${lane}, ${identityOfRequest(request)},
               ${JSON.stringify(input)}::jsonb, ${request.requestedBy ?? null}, ${request.actingFor ?? null}, ${request.traceparent ?? null}, 1
        where not exists (select from old) and ${hasRoom(request)}
        returning id, tenant_id, workspace_id, status, events),
      queued as (${insertQueued(request)})${audited(request)}
      select id, status, true as old from old union all select id, status, false from new`,
    ),
    dispatch(tx, tenantId),
  ])
  if (!row) throw new AppError('run.too_many_waiting')
  return admission(row, row.old === true, messages)
}

/** Inserts the first event of the run that the CTE `new` inserted. */
function insertQueued(request: AdmitRequest): SQL {
  return insertEvent(sql`new`, 'queued', queuedData(request), { actor: request.requestedBy })
}

/** What the first event of a run says. */
export function queuedData({
  lane,
  trailing,
  actingFor,
  audit,
}: Pick<AdmitRequest, 'lane' | 'trailing' | 'actingFor' | 'audit'>): RunEventData<'queued'> {
  return {
    lane,
    ...(trailing ? { trailing } : {}),
    ...(actingFor ? { actingFor } : audit?.actorKind === 'service' ? { byService: true } : {}),
  }
}

/** What a request is told of a row with `id` and `status`. */
export function admission(row: Record<string, unknown>, deduplicated: boolean, messages: OwedMessage[]): Admission {
  return { runId: toRunId(row.id), status: row.status as RunStatus, deduplicated, messages }
}

/** The CTE that writes a new run into the audit log. */
const audited = ({ audit, operation }: Pick<AdmitRequest, 'audit' | 'operation'>): SQL =>
  audit ? sql`, audited as (${insertRunAudit(sql`new`, operation, audit)})` : sql``

/** Condition: not too many runs of the tenant wait, under its lock. */
const hasRoom = ({ tenantId, maxWaiting }: AdmitRequest): SQL =>
  maxWaiting === undefined
    ? sql`true`
    : sql`(select count(*) from runs where tenant_id = ${tenantId} and status = 'queued') < ${maxWaiting}::int`

/** Selects the existing run of the same identity that answers the request (the SQL calls it `twin`). */
function sameRunQuery(
  request: Pick<AdmitRequest, 'operation' | 'input' | 'scope' | 'cooldownMs' | 'force' | 'trailing'>,
  tenantId: SQL,
): SQL {
  const { cooldownMs, force, trailing } = request
  const same = sql`tenant_id = ${tenantId} and identity = ${identityOfRequest(request)}`
  const active = sql`select id, status from runs
    where ${same} and ${trailing ? sql`status = 'queued' and attempt = 0` : sql`status in ('queued', 'running')`}
    order by seq desc limit 1`
  if (force || cooldownMs <= 0) return active
  // each half reads one entry of its own index; the time in parentheses is computed once, or no index would serve it
  return sql`select id, status from (
      (select *, 1 as place from (${active}) active)
      union all (select id, status, 2 from runs
        where ${same} and status in ('succeeded', 'partial') and finished_at > (select clock_timestamp() - ${ms(cooldownMs)})
        order by finished_at desc limit 1)) found
    order by place limit 1`
}

/**
 * Computes the identity of a request: operation and a hash of its scope. The order of keys and lists does not matter.
 */
export function identityOf(operation: string, scope: unknown): string {
  const hash = createHash('sha256').update(canonical(scope)).digest('hex').slice(0, 32)
  return `${operation}:${hash}`
}

/** The identity of a request. */
export const identityOfRequest = ({
  operation,
  input,
  scope = input,
}: Pick<AdmitRequest, 'operation' | 'input' | 'scope'>) => identityOf(operation, scope)

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return `{${entries
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .sort()
    .join(',')}}`
}
