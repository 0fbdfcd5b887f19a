import { desc, inArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runs } from '../../db/schema/runs'
import { runColumns, toRunView } from './read'
import { factColumns, type RunView, type TimesByOperation } from './run-facts'
import { keys, newest, type Ranges, rangesOf, type RunQuery, type RunScope } from './run-ranges'

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

/**
 * Lists runs, newest first. A page may have fewer than `limit` runs, even none, although there is a next one: a query that
 * matches few of very many runs ends there, and the next page goes on.
 */
export async function listRuns(db: Db, request: RunsRequest, times: TimesByOperation): Promise<RunsPage> {
  const { scope, query, limit, before } = request
  const ranges = await rangesOf(db, scope, query, before)
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

/** Selects the ids of one page and of one run more. */
function matching(ranges: Ranges, { query, limit }: RunsRequest): SQL {
  const rows = limit + 1
  return sql`(select m.id from ${keys(ranges)} cross join lateral (
      select w.id, w.seq from (${newest(ranges, rows)}) w where ${conditions(query)} order by w.seq desc limit ${rows}) m
    order by m.seq desc limit ${rows})`
}

/** Returns the number below which a range has runs that this page did not look at; null: it has seen all that it must. */
async function unseenBelow(db: Db, ranges: Ranges, isFull: boolean): Promise<number | null> {
  const { window, count } = ranges
  if (window === null || (isFull && count === 1)) return null
  const [row] = await db.execute(sql`
    select max(e.seq)::float8 as seq from ${keys(ranges)} cross join lateral (
      select w.seq from (${newest(ranges, window)}) w order by w.seq desc offset ${window - 1} limit 1) e`)
  return row?.seq === null || row === undefined ? null : Number(row.seq)
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
