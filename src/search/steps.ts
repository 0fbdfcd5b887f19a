import type { AppKey } from '../shared/ids'
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { tenantInOrder } from '../db/schema/settings'
import { settingNameKey } from '../db/schema/settings'
import { policySettings } from '../db/schema/settings'
import { policyNameKey } from '../db/schema/settings'
import { behind, matches, order, type Place, type SettingsQuery, upTo } from './conditions'

/** One tenant's rows and what is looked for among them. */
export interface Looked {
  tx: Db
  /** `tenants.app_key`. */
  appKey: AppKey
  query: SettingsQuery
}

/** What matches among the rows that were read, in order. */
export interface Found {
  places: readonly Place[]
  /** The last row read, behind which nothing is known; none where nothing more is, or needs to be known. */
  edge: Place | undefined
}

const ofTenant = (appKey: AppKey): SQL => sql`${policySettings.tenantId} = ${appKey}`
const inOrderOf = (appKey: AppKey): SQL => sql`${tenantInOrder(policySettings)} = ${appKey}`
const keys = sql`${policyNameKey(policySettings)} as k1, ${settingNameKey(policySettings)} as k2, ${policySettings.id} as k3`
const toPlace = (row: Record<string, unknown>): Place => [String(row.k1), String(row.k2), String(row.k3)]

/** Reads at most `rows` rows in order and gives what matches, at most `wanted`; then it reads no further. */
export async function walk(
  { tx, appKey, query }: Looked,
  after: Place | undefined,
  wanted: number,
  rows: number,
): Promise<Found> {
  const inOrder = sql`from ${policySettings} where ${inOrderOf(appKey)} and ${behind(after)} order by ${order}`
  const found = await tx.execute(sql`select k1, k2, k3 from (
    select ${keys}, (${matches(query)}) as hit ${inOrder} limit ${rows}::int) walked where hit limit ${wanted}::int`)
  const places = found.map(toPlace)
  if (places.length === wanted) return { places, edge: undefined }
  const [last] = await tx.execute(sql`select ${keys} ${inOrder} limit 1 offset ${rows - 1}::int`)
  return { places, edge: last && toPlace(last) }
}

/**
 * The first `wanted` places that match, by the indexes on words and conditions. Those give rows in no order, so of the
 * first `sample` of them the `wanted`-th is a bound: what is looked for lies before it, and only that is read and sorted.
 */
export async function look(looked: Looked, after: Place | undefined, wanted: number, sample: number) {
  await onlyByBitmap(looked.tx)
  const some = await first(looked, behind(after), wanted, sample)
  const bound = some.places.at(-1)
  if (!bound || some.seen < sample) return some.places
  return (await first(looked, sql`${behind(after)} and ${upTo(bound)}`, wanted)).places
}

async function first({ tx, appKey, query }: Looked, where: SQL, wanted: number, sample?: number) {
  const rows = await tx.execute(sql`select k1, k2, k3, count(*) over () as seen from (
    select ${keys} from ${policySettings} where ${ofTenant(appKey)} and ${matches(query)}
      and ${inOrderOf(appKey)} and ${where}
    ${sample === undefined ? sql`` : sql`limit ${sample}::int`}) found order by k1, k2, k3 limit ${wanted}::int`)
  return { places: rows.map(toPlace), seen: Number(rows[0]?.seen ?? 0) }
}

/**
 * A limit tempts the planner to read rows one after the other until enough match, which rare words make endless. And it
 * must know that reading a row here is dear, an index's page beside it cheap: then it intersects indexes.
 */
async function onlyByBitmap(tx: Db): Promise<void> {
  await tx.execute(sql`select set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true),
    set_config('cpu_tuple_cost', '1', true), set_config('random_page_cost', '1.1', true)`)
}
