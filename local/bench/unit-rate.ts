import { toGraphId } from '../../src/shared/ids'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { openDatabase } from '../../src/db/database'
import { admit } from '../../src/runs/ledger/admit'
import { claim } from '../../src/runs/ledger/claim'
import type { SettingRow } from '../../src/intune/stored/setting-row'
import { policyMetadata } from '../../src/intune/reading/policy-metadata'
import { packRaw } from '../../src/intune/reading/raw'
import { writePolicy } from '../../src/intune/store/write-policy'
import type { Stack } from '../stack/stack'
import { round, timeEach } from './measure'

export interface UnitRate {
  policies: number
  rows: number
  firstRowsPerSecond: number
  againRowsPerSecond: number
  /** The same rows written by one `COPY` into an empty copy of the table. */
  copyRowsPerSecond: number
  ratio: number
  /** Of ten more times, unchanged: bytes of the write-ahead log a row, and the share of rows that stayed on their page. */
  walBytesPerRow: number
  inPlace: number
}

const policies = 1000
const rowsEach = 40

/** Measures units of work (fence, item, removal, upsert, counts) beside a bare `COPY` of the same rows. */
export async function unitRate({ info }: Stack): Promise<UnitRate> {
  const { db, close } = openDatabase(info.postgres.url)
  const sql = postgres(info.postgres.url, { ...connectionOptions(info.postgres.url), max: 1 })
  try {
    const { workspaceId, externalId, appKey } = info.tenant
    const request = { workspaceId, tenantId: externalId, operation: 'bench', input: {}, cooldownMs: 0 }
    const { runId } = await admit(db, { ...request, lane: 'interactive' })
    const run = (await claim(db, runId))!
    const writer = { runId, attempt: run.attempt, appKey }
    const rows = Array.from({ length: rowsEach }, (_, n) => settingRow(n))
    const raw = await packRaw({ settings: rows })
    const write = (n: number) =>
      writePolicy(db, writer, {
        source: 'bench',
        graphId: toGraphId(`bench-${n}`),
        graphPolicyId: `bench-${n}`,
        policyName: `Policy ${n}`,
        policyType: 'configurationPolicy',
        rows,
        details: {
          metadata: policyMetadata({}),
          contentHash: `hash ${n}`,
          raw,
          assignments: [],
          assignmentsHash: null,
        },
      })
    const first = await seconds(() => timeEach(policies, 6, write))
    const again = await seconds(() => timeEach(policies, 6, write))
    const unchanged = await tenTimes(sql, () => timeEach(policies, 6, write))
    const copy = await seconds(() => copyRows(sql, externalId))
    const count = policies * rowsEach
    await sql`delete from policy_settings where source = 'bench'`
    await sql`delete from policies where source = 'bench'`
    await sql`update runs set status = 'cancelled', finished_at = now() where id = ${runId}`
    return {
      policies,
      rows: count,
      firstRowsPerSecond: Math.round(count / first),
      againRowsPerSecond: Math.round(count / again),
      copyRowsPerSecond: Math.round(count / copy),
      ratio: round(first / copy, 2),
      walBytesPerRow: Math.round(unchanged.walBytes / (10 * count)),
      inPlace: round(unchanged.inPlace, 4),
    }
  } finally {
    await close()
    await sql.end()
  }
}

/** What ten syncs of unchanged policies write. */
async function tenTimes(sql: postgres.Sql, sync: () => Promise<unknown>) {
  const read = async () => {
    const [row] = await sql`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal,
      n_tup_upd::int as updated, n_tup_hot_upd::int as hot from pg_stat_user_tables where relname = 'policy_settings'`
    return row as unknown as { wal: number; updated: number; hot: number }
  }
  const before = await read()
  for (let n = 0; n < 10; n++) await sync()
  // a session tells its numbers after a second at the latest
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const after = await read()
  return { walBytes: after.wal - before.wal, inPlace: (after.hot - before.hot) / (after.updated - before.updated) }
}

function settingRow(n: number): SettingRow {
  const id = `device_vendor_msft_policy_config_bench_setting_${n}`
  return {
    path: id,
    name: `Windows Components > BitLocker Drive Encryption > Setting number ${n}`,
    value: `Enabled with some text ${n}`,
    valueType: 'choice',
    raw: `"${id}_1"`,
    definitionId: id,
    category: 'Windows Components\\BitLocker Drive Encryption',
    isDefault: null,
  }
}

/** Copies into a table with the same columns and indexes, so that only the method differs. */
async function copyRows(sql: postgres.Sql, tenantId: string): Promise<void> {
  await sql`create table bench_copy (like policy_settings including all)`
  const into =
    await sql`copy bench_copy (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
    setting_value_type, last_synced_at, source, setting_path, raw_value, definition_id, category) from stdin`.writable()
  await pipeline(Readable.from(copyLines(tenantId)), into)
  await sql`drop table bench_copy`
}

function* copyLines(tenantId: string): Generator<string> {
  for (let p = 0; p < policies; p++) {
    for (let n = 0; n < rowsEach; n++) {
      const r = settingRow(n)
      const columns = [
        `${p}-${n}`,
        tenantId,
        `bench-${p}`,
        `Policy ${p}`,
        'configurationPolicy',
        r.name,
        r.value,
        r.valueType,
      ]
      columns.push('2026-01-01', 'bench', r.path, r.raw, r.path, r.category ?? '')
      yield `${columns.map((c) => c.replaceAll('\\', '\\\\')).join('\t')}\n`
    }
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}
