import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'

/** How many settings have the name that the portal shows. */
export interface NameCoverage {
  settings: number
  /** Settings whose definition is known. */
  named: number
}

/** Counts a tenant's settings without the rows of empty policies. */
export async function readNameCoverage(databaseUrl: string, appKey: string): Promise<NameCoverage> {
  const sql = postgres(databaseUrl, { ...connectionOptions(databaseUrl), max: 1 })
  try {
    const [row] = await sql`
      select count(*)::int as settings, count(*) filter (where exists (
        select from setting_definitions d where d.id_lower = lower(s.definition_id) and d.definition is not null))::int as named
      from policy_settings s where s.tenant_id = ${appKey} and s.setting_path <> ''`
    return row as unknown as NameCoverage
  } finally {
    await sql.end()
  }
}

/** Prints e.g. `1380 of 1445 settings (95.5 %) have …`. */
export function printNameCoverage({ settings, named }: NameCoverage): void {
  const share = settings === 0 ? 100 : (named / settings) * 100
  console.log(
    `\n  ${named} of ${settings} settings (${share.toFixed(1)} %) have their portal name from a Graph definition;`,
  )
  console.log(
    '  the others are named by their policy (scripts, templates, OMA-URIs), are actions, or have no definition',
  )
}
