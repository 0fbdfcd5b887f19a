import type { AppKey } from '../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { policySettings } from '../db/schema/settings'
import { hasIndex, type Position, type SettingsQuery } from './conditions'
import { readWithLimits, utcText } from './sql'
import { type Matches, type SearchScope, searchByIndex, scanInOrder } from './match-queries'

/** One row that matches, as it is answered. Times are ISO 8601 in UTC. */
export interface SettingHit {
  policyId: string
  policyName: string
  policyType: string
  /** Null: a row of the system this replaces. */
  source: string | null
  settingName: string
  settingPath: string | null
  /** At most 2,000 characters; `valueCut` says whether there are more. */
  value: string
  valueCut: boolean
  valueType: string
  definitionId: string | null
  category: string | null
  isDefault: boolean | null
  changedAt: string | null
  lastSyncedAt: string
}

export interface SettingsPage {
  items: SettingHit[]
  /** Where to go on; null when there is no more. A page may be short, even empty, and have one: see `patienceMs`. */
  next: Position | null
}

/** Most searches end in the first rows: because they fill the page, or because the tenant has no more. */
const firstRows = 5_000
/** Read on in order where the first rows let expect that this fills the page: about what an index takes for its matches. */
const mostRowsInOrder = 100_000
/** How many matches tell where the page must end. Fewer than these are simply all. */
const sample = 5_000
/** What no index helps with is read in pieces, until so much time has passed; then the page ends where reading got. */
const pieceRows = 50_000
const patienceMs = 1_500

/**
 * A page of one tenant's settings that match, in the order of policy name, setting name and id, after the given place.
 * Throws `search.too_slow` when the database needs longer than a search may take.
 */
export function searchSettings(
  db: Db,
  appKey: AppKey,
  { query, after, limit }: { query: SettingsQuery; after?: Position | undefined; limit: number },
): Promise<SettingsPage> {
  return readWithLimits(db, async (tx) => {
    const { positions, scannedTo } = await findMatches({ tx, appKey, query }, after, limit + 1)
    const page = positions.slice(0, limit)
    const next = positions.length > limit ? page.at(-1) : scannedTo
    return { items: await readHits(tx, appKey, page), next: next ?? null }
  })
}

async function findMatches(scope: SearchScope, after: Position | undefined, wanted: number): Promise<Matches> {
  const selectFirst = await scanInOrder(scope, after, wanted, firstRows)
  const second = await scanFurtherIfDense(scope, selectFirst, wanted)
  const { positions, scannedTo } = second
  if (!scannedTo) return second
  if (!hasIndex(scope.query)) return scanUntilTimeout(scope, second, wanted)
  return {
    positions: [...positions, ...(await searchByIndex(scope, scannedTo, wanted - positions.length, sample))],
    scannedTo: undefined,
  }
}

/** Goes on in order if, as dense as matches are in the first rows, few more rows hold what is wanted; twice as many are read. */
async function scanFurtherIfDense(
  scope: SearchScope,
  { positions, scannedTo }: Matches,
  wanted: number,
): Promise<Matches> {
  const rows = Math.ceil((2 * firstRows * (wanted - positions.length)) / positions.length)
  if (!scannedTo || rows > mostRowsInOrder) return { positions, scannedTo }
  const more = await scanInOrder(scope, scannedTo, wanted - positions.length, rows)
  return { positions: [...positions, ...more.positions], scannedTo: more.scannedTo }
}

async function scanUntilTimeout(scope: SearchScope, found: Matches, wanted: number): Promise<Matches> {
  const positions = [...found.positions]
  let { scannedTo } = found
  const until = performance.now() + patienceMs
  while (scannedTo && performance.now() < until) {
    const piece: Matches = await scanInOrder(scope, scannedTo, wanted - positions.length, pieceRows)
    positions.push(...piece.positions)
    scannedTo = piece.scannedTo
  }
  return { positions, scannedTo }
}

/** The rows at these places, in their order; one that was removed meanwhile is left out. */
async function readHits(tx: Db, appKey: AppKey, positions: readonly Position[]): Promise<SettingHit[]> {
  if (positions.length === 0) return []
  const ids = positions.map(([, , id]) => id)
  const rows = await tx.execute(sql`
    select id, graph_policy_id as "policyId", policy_name as "policyName", policy_type as "policyType", source,
      setting_name as "settingName", setting_path as "settingPath", left(setting_value, 2000) as value,
      char_length(setting_value) > 2000 as "valueCut", setting_value_type as "valueType",
      definition_id as "definitionId", category, is_default as "isDefault",
      ${utcText(sql`changed_at at time zone 'UTC'`)} as "changedAt", ${utcText(sql`last_synced_at`)} as "lastSyncedAt"
    from ${policySettings}
    where tenant_id = ${appKey} and id in (select json_array_elements_text(${JSON.stringify(ids)}::json))`)
  const byId = new Map(rows.map(({ id, ...hit }) => [id as string, hit as unknown as SettingHit]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
