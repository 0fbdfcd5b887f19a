import { type TenantId, type RunId, toTenantId, toRunId } from '../../shared/ids'
import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { dispatch } from './dispatch'
import { matchesTenant } from '../../tenants/find'
import { matchesExternalId } from '../../tenants/find'
import { lockTenant, owedMessageColumns, toOwedMessages } from './sql'
import { ms } from '../../db/sql'
import { execute } from '../../db/sql'
import type { Lane, RunStatus, OwedMessage } from './types'

/** A request for a run. */
export interface AdmitRequest {
  workspaceId: string
  tenantId: TenantId
  operation: string
  lane: Lane
  input: unknown
  cooldownMs: number
  /** Skips the cooldown, nothing else. */
  force?: boolean
  /** Made while a twin may already be working: wants a run that has not begun. */
  trailing?: boolean
  requestedBy?: string
}

export interface Admission {
  runId: RunId
  status: RunStatus
  /** The request met a run that already stands for it. */
  deduplicated: boolean
  /** Messages that are now owed. */
  messages: OwedMessage[]
}

/**
 * Lets a request in, or gives back the run that already stands for it: an active one of the same identity, or one that
 * ended well within the cooldown. Per identity at most one run that has begun and one that has not.
 */
export async function admit(db: Db, request: AdmitRequest): Promise<Admission> {
  const [standing] = await db.execute(twinQuery(request, sql`${request.tenantId}`))
  return standing ? admission(standing, true, []) : admitUnderLock(db, request)
}

/** A request as it comes from outside: the tenant is named by its `external_id` or by the app's key. */
export type RequestByKey = Omit<AdmitRequest, 'tenantId' | 'workspaceId'> & { tenantKey: string }

/**
 * The same for a request from outside, mostly in one round trip. Undefined: no tenant has this key.
 *
 * A lane in which nothing runs or waits is taken by the statement that looks, since it needs no second look: the tenant's
 * lock keeps those away who hand out lanes, and whatever was committed between this statement's snapshot and its lock
 * meets a unique index, and then nothing is inserted. A cooldown has no such index, so it is left to the second way, as is
 * a lane that is busy.
 */
export async function admitByKey(db: Db, request: RequestByKey): Promise<Admission | undefined> {
  const { tenantKey, operation, lane, input } = request
  const atOnce = request.force || request.cooldownMs <= 0
  const [found] = await db.execute(sql`
    with tenant as materialized (
      select external_id, workspace_id from tenants
      where ${matchesTenant(tenantKey)} order by ${matchesExternalId(tenantKey)} desc limit 1),
    twin as materialized (
      select twin.* from tenant cross join lateral (${twinQuery(request, sql`tenant.external_id`)}) twin),
    locked as materialized (
      select t.external_id, t.workspace_id from tenants t join tenant using (external_id)
      where ${atOnce} and not exists (select from twin) and not exists (
        select from runs r where r.tenant_id = t.external_id and r.lane = ${lane} and r.status in ('queued', 'running'))
      for no key update of t),
    new as (
      insert into runs (workspace_id, tenant_id, operation, lane, identity, input, requested_by, dispatched_at)
      select workspace_id, external_id, ${operation}, ${lane}, ${identityOf(operation, input)},
        ${JSON.stringify(input)}::jsonb, ${request.requestedBy ?? null}, clock_timestamp() from locked
      on conflict do nothing
      returning status, ${owedMessageColumns})
    select tenant.*, twin.id as twin_id, coalesce(twin.status, new.status) as status, new.id, new.tenant_id, new.lane,
      new.attempt, new.due_at, new.due_in_ms from tenant left join twin on true left join new on true`)
  if (!found) return undefined
  if (found.twin_id) return admission({ ...found, id: found.twin_id }, true, [])
  if (found.id) return admission(found, false, toOwedMessages([found]))
  const { external_id, workspace_id } = found
  return admitUnderLock(db, { ...request, tenantId: toTenantId(external_id), workspaceId: String(workspace_id) })
}

/** Plain SQL: the twin is looked for again and the row inserted in one statement. */
function admitUnderLock(db: Db, request: AdmitRequest): Promise<Admission> {
  const { tenantId, workspaceId, operation, lane, input } = request
  return db.transaction(async (tx) => {
    // sent together, one round trip: the tenant's lock, then look again and insert, then hand out the lane
    const [, [row], messages] = await Promise.all([
      lockTenant(tx, tenantId),
      execute(
        tx,
        sql`
        with old as (${twinQuery(request, sql`${tenantId}`)}),
        new as (
          insert into runs (workspace_id, tenant_id, operation, lane, identity, input, requested_by)
          select ${workspaceId}::uuid, ${tenantId}::uuid, ${operation}, ${lane}, ${identityOf(operation, input)},
                 ${JSON.stringify(input)}::jsonb, ${request.requestedBy ?? null}
          where not exists (select from old)
          returning id, status)
        select id, status, true as old from old union all select id, status, false from new`,
      ),
      dispatch(tx, tenantId),
    ])
    if (!row) throw new Error('admission gave neither a run nor its twin')
    return admission(row, row.old === true, messages)
  })
}

function admission(row: Record<string, unknown>, deduplicated: boolean, messages: OwedMessage[]): Admission {
  return { runId: toRunId(row.id), status: row.status as RunStatus, deduplicated, messages }
}

/** The run that stands for the request, if there is one. */
function twinQuery(
  request: Pick<AdmitRequest, 'operation' | 'input' | 'cooldownMs' | 'force' | 'trailing'>,
  tenantId: SQL,
): SQL {
  const { operation, input, cooldownMs, force, trailing } = request
  const active = trailing ? sql`status = 'queued' and attempt = 0` : sql`status in ('queued', 'running')`
  const recent =
    force || cooldownMs <= 0
      ? sql``
      : sql`or (status in ('succeeded', 'partial') and finished_at > clock_timestamp() - ${ms(cooldownMs)})`
  return sql`select id, status from runs
    where tenant_id = ${tenantId} and identity = ${identityOf(operation, input)} and ((${active}) ${recent})
    order by status in ('queued', 'running') desc, seq desc limit 1`
}

/** What makes two requests the same: operation and a fingerprint of the scope, whatever the order of keys and lists. */
export function identityOf(operation: string, input: unknown): string {
  const scope = createHash('sha256').update(canonical(input)).digest('hex').slice(0, 32)
  return `${operation}:${scope}`
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return `{${entries
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .sort()
    .join(',')}}`
}
