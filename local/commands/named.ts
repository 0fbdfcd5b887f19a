import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'

/** How many settings carry the name that the portal has for them. */
export interface Named {
  settings: number
  /** By a definition of Graph's. */
  named: number
}

/** Counts the tenant's settings, and among them those whose definition is known; rows of empty policies are none. */
export async function countNamed(databaseUrl: string, appKey: string): Promise<Named> {
  const sql = postgres(databaseUrl, { ...connectionOptions(databaseUrl), max: 1 })
  try {
    const [row] = await sql`
      select count(*)::int as settings, count(*) filter (where exists (
        select from setting_definitions d where d.id_lower = lower(s.definition_id) and d.definition is not null))::int as named
      from policy_settings s where s.tenant_id = ${appKey} and s.setting_path <> ''`
    return row as unknown as Named
  } finally {
    await sql.end()
  }
}

/** `1,380 of 1,445 settings (95.5 %) carry …`. */
export function printNamed({ settings, named }: Named): void {
  const share = settings === 0 ? 100 : (named / settings) * 100
  console.log(
    `\n  ${named} of ${settings} settings (${share.toFixed(1)} %) carry their portal name by a definition of Graph's;`,
  )
  console.log('  the others are OMA-URIs, actions, or properties and ids that no definition knows')
}
