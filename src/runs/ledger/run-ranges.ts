import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { TenantId } from '../../shared/ids'
import { RUN_STATUSES, type RunStatus } from './types'

/** Whose runs: those of a whole workspace, or of some tenants of one. */
export type RunScope = { workspaceId: string } | { workspaceId: string; tenantIds: readonly TenantId[] }

/** Which runs; absent conditions are none. */
export interface RunQuery {
  status?: readonly RunStatus[] | undefined
  operation?: readonly string[] | undefined
  requestedBy?: string | undefined
  errorCode?: string | undefined
  createdSince?: Date | undefined
  createdBefore?: Date | undefined
  /** Only those that wait or work. */
  active?: boolean | undefined
}

/** One page looks at so many runs at most, however few of them the query matches: about 50 ms. */
const lookedAt = 3_000
/** The least for each range, where there are many. */
const lookedAtLeast = 250

/** Ranges of indexes: one for each place and, unless it is null, each status. A page reads each from its newest run on. */
export interface Ranges {
  column: 'tenant_id' | 'workspace_id'
  ids: readonly string[]
  statuses: readonly RunStatus[] | null
  count: number
  /** Only runs whose number is between these. */
  above: number
  below: number
  /** Runs of each range that a page looks at. Null: every run of the range is wanted. */
  window: number | null
}

/** Finds the ranges that a query needs, and how much of each a page looks at. */
export async function rangesOf(
  db: Db,
  scope: RunScope,
  query: RunQuery,
  before = Number.MAX_SAFE_INTEGER,
): Promise<Ranges> {
  const [column, ids] = 'tenantIds' in scope ? (['tenant_id', scope.tenantIds] as const) : (['workspace_id', [scope.workspaceId]] as const) // prettier-ignore
  const statuses = statusesOf(query)
  const count = ids.length * (statuses ?? [null]).length
  const isSifted = Object.entries(query).some(([name, value]) => value !== undefined && !inRanges.has(name))
  const window = Math.max(lookedAtLeast, Math.floor(lookedAt / Math.max(count, 1)))
  const { above, below } = await numbersOf(db, scope, query)
  return {
    column,
    ids,
    statuses,
    count,
    above,
    below: Math.min(below, before),
    window: isSifted || (query.status && !statuses) ? window : null,
  }
}

/** Conditions that the ranges answer alone. */
const inRanges = new Set(['status', 'active'])

/** The statuses that are asked for; null where runs that succeeded are among them: they have no index by status. */
function statusesOf({ status, active, errorCode }: RunQuery): readonly RunStatus[] | null {
  const wanted = status ?? (active || errorCode !== undefined ? failing : null)
  const left = active ? (wanted?.filter((each) => each === 'queued' || each === 'running') ?? null) : wanted
  return !left || left.includes('succeeded') ? null : [...new Set(left)]
}

/** A run that succeeded has no error. */
const failing = RUN_STATUSES.filter((status) => status !== 'succeeded')

/**
 * Finds the numbers that the times allow, in one statement that also makes the planner see the values of all that follow: it
 * would not use a partial index otherwise. Numbers are given a moment after the time of creation, in any order; so a run that
 * is five minutes away from the time has a number on the right side of all that are wanted.
 */
async function numbersOf(
  db: Db,
  scope: RunScope,
  { createdSince, createdBefore }: RunQuery,
): Promise<{ above: number; below: number }> {
  const tenants =
    'tenantIds' in scope
      ? uuids(scope.tenantIds, sql`t`)
      : sql`(select external_id as id from tenants where workspace_id = ${scope.workspaceId}) t`
  const nearest = (condition: SQL, order: SQL) => sql`${tenants} cross join lateral (
    select o.seq from runs o where o.tenant_id = t.id and o.created_at ${condition} order by o.created_at ${order} limit 1) n`
  const above =
    createdSince &&
    sql`select max(n.seq)::float8 from ${nearest(sql`< ${createdSince.toISOString()}::timestamptz - interval '5 minutes'`, sql`desc`)}`
  const below =
    createdBefore &&
    sql`select min(n.seq)::float8 from ${nearest(sql`> ${createdBefore.toISOString()}::timestamptz + interval '5 minutes'`, sql`asc`)}`
  const [row] = await db.execute(sql`
    select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true), (${above ?? sql`select null`}) as above, (${below ?? sql`select null`}) as below`)
  return { above: Number(row?.above ?? 0), below: Number(row?.below ?? Number.MAX_SAFE_INTEGER) }
}

/** A row for each range. */
export function keys({ ids, statuses }: Ranges): SQL {
  const places = uuids(ids, sql`p`)
  return statuses ? sql`${places} cross join unnest(${`{${statuses.join(',')}}`}::text[]) s(status)` : places
}

/** A row for each id. As an array, so that the planner knows how many there are. */
const uuids = (ids: readonly string[], name: SQL) => sql`unnest(${`{${ids.join(',')}}`}::uuid[]) ${name}(id)`

/** The newest runs of a range: as many as a page looks at, or else `rows`. */
export function newest({ column, statuses, above, below, window }: Ranges, rows: number): SQL {
  const ofStatus = statuses ? sql`and r.status = s.status and r.status <> 'succeeded'` : sql``
  return sql`select r.id, r.seq, r.status, r.operation, r.requested_by, r.error, r.created_at from runs r
    where r.${sql.raw(column)} = p.id ${ofStatus} and r.seq > ${above}::bigint and r.seq < ${below}::bigint
    order by r.seq desc limit ${window ?? rows}`
}
