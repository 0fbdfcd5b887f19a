import type { TenantId } from '../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { sourceStates } from '../db/schema/policies'
import { utcText } from '../db/sql'

/** How current the rows of one source are. Times are ISO 8601 in UTC. */
export interface SourceView {
  source: string
  /** Null: never read to its last page. */
  lastFullReadAt: string | null
  /** Since when reading it fails; null: the last read succeeded. */
  staleSince: string | null
  /** Why reading fails: a code of the error registry. */
  code: string | null
}

/** Reads how current the rows of each of a tenant's sources are. */
export async function readSources(db: Db, tenantId: TenantId): Promise<SourceView[]> {
  const rows = await db.execute(sql`
    select source, ${utcText(sql`last_full_read_at`)} as "lastFullReadAt",
      ${utcText(sql`stale_since`)} as "staleSince", stale_code as code
    from ${sourceStates} where tenant_id = ${tenantId} order by source`)
  return rows.map((row) => row as unknown as SourceView)
}
