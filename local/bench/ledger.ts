import { toTenantId } from '../../src/shared/ids'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { openDatabase } from '../../src/db/database'
import { admit, identityOf } from '../../src/runs/ledger/admit'
import { queueHealth } from '../../src/runs/ledger/health'
import { purgeRuns } from '../../src/runs/ledger/purge'
import { readRun } from '../../src/runs/ledger/read'
import { countTrouble } from '../../src/runs/ledger/trouble'
import { findExpired, findIdle, findNeverSent, findPerhapsLost } from '../../src/runs/reconcile/look-ups'
import type { Stack } from '../stack/stack'
import { addEndedRuns } from './ended-runs'
import { percentile, round, timeEach } from './measure'

export interface LedgerFigures {
  what: string
  p50Ms: number
  p95Ms: number
  maxMs: number
}

const tenants = 125
const each = 40
/** Runs deleted in one statement of the purge. */
const batch = 500

/** The look-ups of the ledger beside so many ended runs, most of them of one operation. */
export async function ledgerRate({ info }: Stack, runs: number) {
  const { url } = info.postgres
  const sql = postgres(url, { ...connectionOptions(url), max: 1 })
  const { db, close } = openDatabase(url)
  try {
    const { workspaceId } = info.tenant
    const identity = identityOf('policy.sync', {})
    const ids = await addTenants(sql, workspaceId)
    await sql`set synchronous_commit = off`
    const [loaded] = await timeEach(1, 1, () =>
      addEndedRuns(sql, { workspaceId, tenantIds: ids, identity, count: runs }),
    )
    const tenantId = (n: number) => toTenantId(ids[n % tenants]!)
    const [one] = await sql`select id from runs order by seq desc limit 1`
    const request = { workspaceId, operation: 'policy.sync', lane: 'sync' as const, input: {}, cooldownMs: 0 }
    const looks: Readonly<Record<string, (n: number) => Promise<unknown>>> = {
      'start, an idle lane': (n) => admit(db, { ...request, tenantId: tenantId(n) }),
      'start, the same again': (n) => admit(db, { ...request, tenantId: tenantId(n) }),
      'start with a cooldown': (n) =>
        admit(db, { ...request, tenantId: tenantId(n + each), operation: 'policy.reflatten', cooldownMs: 900_000 }),
      'follow a run': () => readRun(db, one!.id),
      health: () => queueHealth(db),
      'health: what is wrong': () => countTrouble(db, { expectedSeconds: {}, syncIdentity: identity }),
      'reconcile: expired leases': () => findExpired(db),
      'reconcile: idle lanes': () => findIdle(db),
      'reconcile: messages never sent': () => findNeverSent(db),
      'reconcile: messages perhaps lost': () => findPerhapsLost(db),
      'purge, nothing to delete': () => purgeRuns(db, { retentionDays: 90, limit: batch }),
      [`purge, ${batch} runs`]: () => purgeRuns(db, { retentionDays: 60, limit: batch }),
    }
    const figures: LedgerFigures[] = []
    for (const [what, look] of Object.entries(looks)) figures.push({ what, ...spread(await timeEach(each, 1, look)) })
    return { runs, loadSeconds: round(loaded! / 1000), figures }
  } finally {
    await close()
    await sql.end()
  }
}

async function addTenants(sql: postgres.Sql, workspaceId: string): Promise<string[]> {
  const rows = await sql`
    insert into tenants (workspace_id, entra_tenant_id, display_name, status)
    select ${workspaceId}, gen_random_uuid()::text, 'bench', 'active' from generate_series(1, ${tenants}) returning external_id as id`
  return rows.map((row) => String(row.id))
}

const spread = (times: readonly number[]) => ({
  p50Ms: round(percentile(times, 0.5)),
  p95Ms: round(percentile(times, 0.95)),
  maxMs: round(percentile(times, 1)),
})
