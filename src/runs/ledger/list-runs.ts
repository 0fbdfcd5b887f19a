import { desc, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runs } from '../../db/schema/runs'
import type { TenantId } from '../../shared/ids'
import { runColumns, toRunView } from './read'
import { factColumns, type RunView, type TimesByOperation } from './run-facts'
import type { RunStatus } from './types'

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
const lookedAt = 20_000
/** The least for each tenant, where there are many. */
const lookedAtLeast = 500

/**
 * Lists runs, newest first. A page may have fewer than `limit` runs, even none, although there is a next one: a query that
 * matches few of very many runs ends there, and the next page goes on.
 */
export async function listRuns(db: Db, request: RunsRequest, times: TimesByOperation): Promise<RunsPage> {
  const { limit } = request
  const { result: _result, input: _input, ...columns } = runColumns
  const found = await db
    .select({ ...columns, ...factColumns(times) })
    .from(runs)
    .where(inArray(runs.id, matching(request)))
    .orderBy(desc(runs.seq))
  const views = found.map((row) => toRunView({ ...row, result: null, input: null }, row.counts, times))
  const end = await unseenBelow(db, request, views.length > limit)
  const seen = end === null ? views : views.filter(({ run }) => run.seq >= end)
  if (seen.length <= limit) return { items: seen, next: end }
  const items = seen.slice(0, limit)
  return { items, next: items.at(-1)!.run.seq }
}

/** Selects the ids of one page and of one run more. */
function matching(request: RunsRequest): SQL {
  const { limit } = request
  return sql`(select m.id from ${placesOf(request)} cross join lateral (
      select w.id, w.seq from (${window(request)}) w where ${conditions(request.query)} order by w.seq desc limit ${limit + 1}) m
    order by m.seq desc limit ${limit + 1})`
}

/** Returns the number below which a place has runs that this page did not look at; null: it has seen all that it must. */
async function unseenBelow(db: Db, request: RunsRequest, full: boolean): Promise<number | null> {
  if (!isFiltered(request.query) || (full && placeCount(request) === 1)) return null
  const [row] = await db.execute(sql`
    select max(e.seq)::float8 as seq from ${placesOf(request)} cross join lateral (
      select w.seq from (${window(request)}) w order by w.seq desc offset ${lookedAtIn(request) - 1} limit 1) e`)
  return row?.seq === null || row === undefined ? null : Number(row.seq)
}

const isFiltered = (query: RunQuery) => Object.values(query).some((value) => value !== undefined)
const placeCount = ({ scope }: RunsRequest) => ('tenantIds' in scope ? scope.tenantIds.length : 1)
const lookedAtIn = (request: RunsRequest) => Math.max(lookedAtLeast, Math.floor(lookedAt / placeCount(request)))

/** One row for each index range that is read: a workspace, or each of the tenants. */
function placesOf({ scope }: RunsRequest): SQL {
  const ids = 'tenantIds' in scope ? scope.tenantIds : [scope.workspaceId]
  return uuids(ids, sql`p`)
}

/** A row for each id. As an array, so that the planner knows how many there are. */
const uuids = (ids: readonly string[], name: SQL) => sql`unnest(${`{${ids.join(',')}}`}::uuid[]) ${name}(id)`

/** The newest runs of a place `p` that a page looks at. */
function window(request: RunsRequest): SQL {
  const { scope, query, limit, before } = request
  const here = 'tenantIds' in scope ? sql`r.tenant_id = p.id` : sql`r.workspace_id = p.id`
  const rows = isFiltered(query) ? lookedAtIn(request) : limit + 1
  const parts = [here, ...(before === undefined ? [] : [sql`r.seq < ${before}`]), ...timeRange(scope, query)]
  // as constants: a planner that sees parameters uses no partial index
  if (query.active) parts.push(sql`r.status in ('queued', 'running')`)
  if (query.active || (query.status && !query.status.includes('succeeded'))) parts.push(sql`r.status <> 'succeeded'`)
  const columns = getTableColumns(runs)
  const names = [
    columns.id,
    columns.seq,
    columns.status,
    columns.operation,
    columns.requestedBy,
    columns.error,
    columns.createdAt,
  ]
  const list = sql.join(
    names.map(({ name }) => sql.raw(`r.${name}`)),
    sql`, `,
  )
  return sql`select ${list} from runs r where ${sql.join(parts, sql` and `)} order by r.seq desc limit ${rows}`
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

/**
 * Bounds of the numbers that a time allows. Numbers are given a moment after the time of creation, in any order: a run that
 * is five minutes away from the time has a number on the right side of all that are wanted.
 */
function timeRange(scope: RunScope, { createdSince, createdBefore }: RunQuery): SQL[] {
  const tenants =
    'tenantIds' in scope
      ? uuids(scope.tenantIds, sql`t`)
      : sql`(select external_id as id from tenants where workspace_id = ${scope.workspaceId}) t`
  const nearest = (which: 'min' | 'max', condition: SQL, direction: 'asc' | 'desc') => sql`(
    select ${sql.raw(which)}(n.seq) from ${tenants} cross join lateral (
      select o.seq from runs o where o.tenant_id = t.id and o.created_at ${condition}
      order by o.created_at ${sql.raw(direction)} limit 1) n)`
  return [
    ...(createdSince
      ? [
          sql`r.seq > coalesce(${nearest('max', sql`< ${createdSince.toISOString()}::timestamptz - interval '5 minutes'`, 'desc')}, 0)`,
        ]
      : []),
    ...(createdBefore
      ? [
          sql`r.seq < coalesce(${nearest('min', sql`> ${createdBefore.toISOString()}::timestamptz + interval '5 minutes'`, 'asc')}, 9223372036854775807)`,
        ]
      : []),
  ]
}
