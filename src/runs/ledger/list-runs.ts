import { desc, inArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runs } from '../../db/schema/runs'
import type { TenantId } from '../../shared/ids'
import { runColumns, toRunView } from './read'
import { factColumns, type RunView, type TimesByOperation } from './run-facts'
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

/** A page of a list of runs. */
export interface RunsRequest {
  scope: RunScope
  query: RunQuery
  limit: number
  /** Only runs before this number. */
  before?: number | undefined
}

export interface RunsPage {
  items: RunView[]
  /** Pass it as `before` for the next page. Null: there is none. */
  next: number | null
}

/** One page looks at so many runs at most, however few of them the query matches: about 50 ms. */
const lookedAt = 4_000
/** The least for each range, where there are many. */
const lookedAtLeast = 250

/**
 * Lists runs, newest first. A page may have fewer than `limit` runs, even none, although there is a next one: a query that
 * matches few of very many runs ends there, and the next page goes on.
 */
export async function listRuns(db: Db, request: RunsRequest, times: TimesByOperation): Promise<RunsPage> {
  const { limit } = request
  const ranges = await rangesOf(db, request)
  const { result: _result, input: _input, ...columns } = runColumns
  const found = await db
    .select({ ...columns, ...factColumns(times) })
    .from(runs)
    .where(inArray(runs.id, matching(ranges, request)))
    .orderBy(desc(runs.seq))
  const views = found.map((row) => toRunView({ ...row, result: null, input: null }, row.counts, times))
  const end = await unseenBelow(db, ranges, views.length > limit)
  const seen = end === null ? views : views.filter(({ run }) => run.seq >= end)
  if (seen.length <= limit) return { items: seen, next: end }
  const items = seen.slice(0, limit)
  return { items, next: items.at(-1)!.run.seq }
}

/** Ranges of indexes: one for each place and, unless it is null, each status. A page reads each from its newest run on. */
interface Ranges {
  column: 'tenant_id' | 'workspace_id'
  ids: readonly string[]
  statuses: readonly RunStatus[] | null
  /** Only runs whose number is between these. */
  above: number
  below: number
  /** Runs of each range that a page looks at. Null: every run of the range is wanted. */
  window: number | null
}

async function rangesOf(db: Db, { scope, query, before }: RunsRequest): Promise<Ranges> {
  const [column, ids] = 'tenantIds' in scope ? (['tenant_id', scope.tenantIds] as const) : (['workspace_id', [scope.workspaceId]] as const) // prettier-ignore
  const statuses = statusesOf(query)
  const { above, below } = await numbersOf(db, scope, query)
  const isSifted = Object.entries(query).some(([name, value]) => value !== undefined && !inRanges.has(name))
  const window = Math.max(lookedAtLeast, Math.floor(lookedAt / (ids.length * (statuses?.length ?? 1))))
  return {
    column,
    ids,
    statuses,
    above,
    below: Math.min(below, before ?? Number.MAX_SAFE_INTEGER),
    window: isSifted || (query.status && !statuses) ? window : null,
  }
}

/** Conditions that the ranges answer alone. */
const inRanges = new Set(['status', 'active'])

/** The statuses that are asked for; null where runs that succeeded are among them: they have no index by status. */
function statusesOf({ status, active, errorCode }: RunQuery): readonly RunStatus[] | null {
  const wanted = status ?? (active || errorCode !== undefined ? failing : null)
  const left = active ? (wanted?.filter((each) => each === 'queued' || each === 'running') ?? null) : wanted
  return left?.includes('succeeded') ? null : left
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

/** Selects the ids of one page and of one run more. */
function matching(ranges: Ranges, { query, limit }: RunsRequest): SQL {
  const rows = limit + 1
  return sql`(select m.id from ${keys(ranges)} cross join lateral (
      select w.id, w.seq from (${newest(ranges, rows)}) w where ${conditions(query)} order by w.seq desc limit ${rows}) m
    order by m.seq desc limit ${rows})`
}

/** Returns the number below which a range has runs that this page did not look at; null: it has seen all that it must. */
async function unseenBelow(db: Db, ranges: Ranges, isFull: boolean): Promise<number | null> {
  const { window, ids, statuses } = ranges
  if (window === null || (isFull && ids.length * (statuses?.length ?? 1) === 1)) return null
  const [row] = await db.execute(sql`
    select max(e.seq)::float8 as seq from ${keys(ranges)} cross join lateral (
      select w.seq from (${newest(ranges, window)}) w order by w.seq desc offset ${window - 1} limit 1) e`)
  return row?.seq === null || row === undefined ? null : Number(row.seq)
}

/** A row for each range. */
function keys({ ids, statuses }: Ranges): SQL {
  const places = uuids(ids, sql`p`)
  return statuses ? sql`${places} cross join unnest(${`{${statuses.join(',')}}`}::text[]) s(status)` : places
}

/** A row for each id. As an array, so that the planner knows how many there are. */
const uuids = (ids: readonly string[], name: SQL) => sql`unnest(${`{${ids.join(',')}}`}::uuid[]) ${name}(id)`

/** The newest runs of a range: as many as a page looks at, or else `rows`. */
function newest({ column, statuses, above, below, window }: Ranges, rows: number): SQL {
  const ofStatus = statuses ? sql`and r.status = s.status and r.status <> 'succeeded'` : sql``
  return sql`select r.id, r.seq, r.status, r.operation, r.requested_by, r.error, r.created_at from runs r
    where r.${sql.raw(column)} = p.id ${ofStatus} and r.seq > ${above}::bigint and r.seq < ${below}::bigint
    order by r.seq desc limit ${window ?? rows}`
}

function conditions({ status, operation, requestedBy, errorCode, createdSince, createdBefore }: RunQuery): SQL {
  const parts = [
    status && sql`w.status in ${status}`,
    operation && sql`w.operation in ${operation}`,
    requestedBy === undefined ? undefined : sql`w.requested_by = ${requestedBy}`,
    errorCode === undefined ? undefined : sql`w.error ->> 'code' = ${errorCode}`,
    createdSince && sql`w.created_at >= ${createdSince.toISOString()}::timestamptz`,
    createdBefore && sql`w.created_at < ${createdBefore.toISOString()}::timestamptz`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}
