import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'

export interface SettingHit {
  policyName: string
  policyType: string
  settingName: string
  settingValue: string
}

/** Settings of one tenant that hold every word somewhere in policy name, setting name or value; case does not matter. */
export async function searchSettings(
  db: Db,
  appKey: string,
  words: readonly string[],
  limit: number,
): Promise<SettingHit[]> {
  const text = sql`policy_name || ' ' || setting_name || ' ' || setting_value`
  const conditions = words.map((word) => sql`${text} ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)
  const rows = await db.execute(sql`
    select policy_name, policy_type, setting_name, left(setting_value, 200) as setting_value from policy_settings
    where ${sql.join([sql`tenant_id = ${appKey}`, ...conditions], sql` and `)}
    order by policy_name, setting_name limit ${limit}`)
  return rows.map((row) => ({
    policyName: String(row.policy_name),
    policyType: String(row.policy_type),
    settingName: String(row.setting_name),
    settingValue: String(row.setting_value),
  }))
}
