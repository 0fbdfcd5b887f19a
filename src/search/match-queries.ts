import type { AppKey } from '../shared/ids'
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { tenantInOrder, settingNameKey, readableSettings, policyNameKey } from '../db/schema/settings'
import { isAfter, matches, sortOrder, type Position, type SettingsQuery, isUpTo } from './conditions'

/** The tenant whose rows are searched, and the query. */
export interface SearchScope {
  tx: Db
  /** `tenants.app_key`. */
  appKey: AppKey
  query: SettingsQuery
}

/** Positions of matching rows, in order. */
export interface Matches {
  positions: readonly Position[]
  /** The last row that was scanned; undefined when there are no more rows or enough matches. */
  scannedTo: Position | undefined
}

const ofTenant = (appKey: AppKey): SQL => sql`${readableSettings.tenantId} = ${appKey}`
const inOrderOf = (appKey: AppKey): SQL => sql`${tenantInOrder(readableSettings)} = ${appKey}`
const keys = sql`${policyNameKey(readableSettings)} as k1, ${settingNameKey(readableSettings)} as k2, ${readableSettings.id} as k3`
const toPosition = (row: Record<string, unknown>): Position => [String(row.k1), String(row.k2), String(row.k3)]

/** Scans at most `rows` rows in order and stops at the `wanted`-th match. */
export async function scanInOrder(
  { tx, appKey, query }: SearchScope,
  after: Position | undefined,
  wanted: number,
  rows: number,
): Promise<Matches> {
  const inOrder = sql`from ${readableSettings} where ${inOrderOf(appKey)} and ${isAfter(after)} order by ${sortOrder}`
  const found = await tx.execute(sql`select k1, k2, k3 from (
    select ${keys}, (${matches(query)}) as hit ${inOrder} limit ${rows}::int) walked where hit limit ${wanted}::int`)
  const positions = found.map(toPosition)
  if (positions.length === wanted) return { positions, scannedTo: undefined }
  const [last] = await tx.execute(sql`select ${keys} ${inOrder} limit 1 offset ${rows - 1}::int`)
  return { positions, scannedTo: last && toPosition(last) }
}

/**
 * Finds the first `wanted` matches by the indexes on words and conditions, which return rows in no order. It sorts the first
 * `sample` of them; the `wanted`-th of these is an upper bound, and only matches up to it are then read and sorted.
 */
export async function searchByIndex(scope: SearchScope, after: Position | undefined, wanted: number, sample: number) {
  await forceBitmapScans(scope.tx)
  const some = await selectFirst(scope, isAfter(after), wanted, sample)
  const bound = some.positions.at(-1)
  if (!bound || some.seen < sample) return some.positions
  return (await selectFirst(scope, sql`${isAfter(after)} and ${isUpTo(bound)}`, wanted)).positions
}

async function selectFirst({ tx, appKey, query }: SearchScope, where: SQL, wanted: number, sample?: number) {
  const rows = await tx.execute(sql`select k1, k2, k3, count(*) over () as seen from (
    select ${keys} from ${readableSettings} where ${ofTenant(appKey)} and ${matches(query)}
      and ${inOrderOf(appKey)} and ${where}
    ${sample === undefined ? sql`` : sql`limit ${sample}::int`}) found order by k1, k2, k3 limit ${wanted}::int`)
  return { positions: rows.map(toPosition), seen: Number(rows[0]?.seen ?? 0) }
}

/**
 * Makes the planner use bitmap scans. With a limit it prefers to read rows in order until enough match, which takes very
 * long for rare words. The costs say that rows are expensive and index pages are cheap, so it intersects indexes.
 */
async function forceBitmapScans(tx: Db): Promise<void> {
  await tx.execute(sql`select set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true),
    set_config('cpu_tuple_cost', '1', true), set_config('random_page_cost', '1.1', true)`)
}
