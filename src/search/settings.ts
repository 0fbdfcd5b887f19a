import type { AppKey } from '../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { readableSettings } from '../db/schema/settings'
import { utcText } from '../db/sql'
import type { Position, SettingsQuery } from './conditions'
import { findMatches } from './find-matches'
import { readWithLimits } from './sql'

/** One matching row as the API returns it. Times are ISO 8601 in UTC. */
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
  /** Where the next page starts; null when there is none. Also a short or empty page can have one: a scan has a time limit. */
  next: Position | null
}

/**
 * Returns a page of one tenant's matching settings in the order of policy name, setting name and id, after the given
 * position. Throws `search.too_slow` when a statement takes too long.
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

/** Reads the rows at these positions, in their order; leaves out one that was removed meanwhile. */
async function readHits(tx: Db, appKey: AppKey, positions: readonly Position[]): Promise<SettingHit[]> {
  if (positions.length === 0) return []
  const ids = positions.map(([, , id]) => id)
  const rows = await tx.execute(sql`
    select id, graph_policy_id as "policyId", policy_name as "policyName", policy_type as "policyType", source,
      setting_name as "settingName", setting_path as "settingPath", left(setting_value, 2000) as value,
      char_length(setting_value) > 2000 as "valueCut", setting_value_type as "valueType",
      definition_id as "definitionId", category, is_default as "isDefault",
      ${utcText(sql`changed_at`)} as "changedAt", ${utcText(sql`last_synced_at at time zone 'UTC'`)} as "lastSyncedAt"
    from ${readableSettings}
    where tenant_id = ${appKey} and id in (select json_array_elements_text(${JSON.stringify(ids)}::json))`)
  const byId = new Map(rows.map(({ id, ...hit }) => [id as string, hit as unknown as SettingHit]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
