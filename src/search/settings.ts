import type { AppKey } from '../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { policySettings } from '../db/schema/settings'
import { hasIndex, type Place, type SettingsQuery } from './conditions'
import { bounded, utcText } from './sql'
import { type Found, type Looked, look, walk } from './steps'

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
  next: Place | null
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
  { query, after, limit }: { query: SettingsQuery; after?: Place | undefined; limit: number },
): Promise<SettingsPage> {
  return bounded(db, async (tx) => {
    const { places, edge } = await find({ tx, appKey, query }, after, limit + 1)
    const page = places.slice(0, limit)
    const next = places.length > limit ? page.at(-1) : edge
    return { items: await readHits(tx, appKey, page), next: next ?? null }
  })
}

async function find(looked: Looked, after: Place | undefined, wanted: number): Promise<Found> {
  const first = await walk(looked, after, wanted, firstRows)
  const second = await walkIfNear(looked, first, wanted)
  const { places, edge } = second
  if (!edge) return second
  if (!hasIndex(looked.query)) return walkOn(looked, second, wanted)
  return { places: [...places, ...(await look(looked, edge, wanted - places.length, sample))], edge: undefined }
}

/** Goes on in order if, as dense as matches are in the first rows, few more rows hold what is wanted; twice as many are read. */
async function walkIfNear(looked: Looked, { places, edge }: Found, wanted: number): Promise<Found> {
  const rows = Math.ceil((2 * firstRows * (wanted - places.length)) / places.length)
  if (!edge || rows > mostRowsInOrder) return { places, edge }
  const more = await walk(looked, edge, wanted - places.length, rows)
  return { places: [...places, ...more.places], edge: more.edge }
}

async function walkOn(looked: Looked, found: Found, wanted: number): Promise<Found> {
  const places = [...found.places]
  let { edge } = found
  const until = performance.now() + patienceMs
  while (edge && performance.now() < until) {
    const piece: Found = await walk(looked, edge, wanted - places.length, pieceRows)
    places.push(...piece.places)
    edge = piece.edge
  }
  return { places, edge }
}

/** The rows at these places, in their order; one that was removed meanwhile is left out. */
async function readHits(tx: Db, appKey: AppKey, places: readonly Place[]): Promise<SettingHit[]> {
  if (places.length === 0) return []
  const ids = places.map(([, , id]) => id)
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
