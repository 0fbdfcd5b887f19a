import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { openDatabase } from '../../src/db/database'
import { admit } from '../../src/runs/ledger/admit'
import type { OwedMessage } from '../../src/runs/ledger/types'
import { sendOwed } from '../../src/runs/queue/send-owed'
import { createRunQueues } from '../../src/runs/queue/service-bus'
import { toTenantId } from '../../src/shared/ids'
import { setTimeout as delay } from 'node:timers/promises'
import type { Stack } from '../stack/stack'
import { percentile, round } from './measure'
import { makeTenants } from './start-latency'

export interface Fairness {
  /** Of the runs that each tenant ended before the first one had none left: 1 is equal, 1/9 is all for one. At least 0.99. */
  jain: number
  /** How long a run of a quiet tenant waited for its start. */
  dwellP95Ms: number
  dwellAloneP95Ms: number
  /** At most 2. */
  ratio: number
}

const quietTenants = 8
const quietRuns = 50
const noisyRuns = 800

/** Lets one tenant with 800 runs and eight with 50 share the stack's worker, after the eight alone. The runs are small: names of nothing. */
export async function fairness({ info }: Stack): Promise<Fairness> {
  const { url } = info.postgres
  const sql = postgres(url, { ...connectionOptions(url), max: 1 })
  const quiet = Array.from({ length: quietTenants }, () => quietRuns)
  await runTogether(info, sql, quiet) // a worker is slower while its code is new
  const alone = await runTogether(info, sql, quiet)
  const beside = await runTogether(info, sql, [noisyRuns, ...quiet])
  await sql.end()
  const done = beside.map(({ ends }) => ends.filter((at) => at <= firstEmpty(beside)).length)
  const p95 = (tenants: TenantRuns[]) =>
    percentile(
      tenants.flatMap(({ waits }) => waits),
      0.95,
    )
  const [dwell, dwellAlone] = [p95(beside.slice(1)), p95(alone)]
  return {
    jain: round(done.reduce((a, b) => a + b, 0) ** 2 / (done.length * done.reduce((a, b) => a + b * b, 0)), 3),
    dwellP95Ms: round(dwell),
    dwellAloneP95Ms: round(dwellAlone),
    ratio: round(dwell / dwellAlone, 2),
  }
}

interface TenantRuns {
  /** When each run ended. Milliseconds since the epoch. */
  ends: number[]
  /** How long each waited for its start. Milliseconds. */
  waits: number[]
}

/** When the first tenant has nothing left. */
const firstEmpty = (tenants: TenantRuns[]) => Math.min(...tenants.map(({ ends }) => Math.max(...ends)))

/** Admits so many runs for each of new tenants, and waits for their end. The quota counts for requests only. */
async function runTogether(
  { postgres: { url }, broker, tenant: { workspaceId } }: Stack['info'],
  sql: postgres.Sql,
  counts: number[],
) {
  const { db, close } = openDatabase(url)
  const queueNames = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }
  const queues = createRunQueues({ access: { connectionString: broker.connectionString }, queueNames })
  const ids = await makeTenants(sql, workspaceId, counts.length)
  const how = { workspaceId, operation: 'policy.reflatten', lane: 'sync', input: {}, cooldownMs: 0 } as const
  const owed: OwedMessage[] = []
  for (const [n, count] of counts.entries())
    for (let i = 0; i < count; i++)
      owed.push(...(await admit(db, { ...how, tenantId: toTenantId(ids[n]!), scope: { n, i } })).messages)
  const [begun] =
    await sql`update runs set created_at = clock_timestamp() where tenant_id = any (${sql.array(ids)}::uuid[]) returning 1`
  if (!begun) throw new Error('No run was admitted.')
  await sendOwed({ db, queues, log: () => {} }, owed, { waitMs: 5_000 })
  const open = async () =>
    (
      await sql`select 1 from runs where tenant_id = any (${sql.array(ids)}::uuid[]) and status in ('queued', 'running') limit 1`
    ).length
  while ((await open()) > 0) await delay(200)
  const rows = await sql`select tenant_id as id, status, extract(epoch from finished_at)::float8 * 1000 as ended,
    extract(epoch from started_at - created_at)::float8 * 1000 as waited from runs where tenant_id = any (${sql.array(ids)}::uuid[])`
  const failed = rows.find(({ status }) => status !== 'succeeded')
  if (failed) throw new Error(`A run ended ${failed.status}.`)
  await queues.close()
  await close()
  return ids.map((id): TenantRuns => {
    const own = rows.filter((row) => row.id === id)
    return { ends: own.map(({ ended }) => Number(ended)), waits: own.map(({ waited }) => Number(waited)) }
  })
}
