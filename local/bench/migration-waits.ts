import postgres from 'postgres'
import { migrate } from '../../src/db/migrate'
import { createAppTable } from '../postgres/app-table'
import type { Stack } from '../stack/stack'
import { percentile, round } from './measure'

export interface MigrationWaits {
  rows: number
  migrationSeconds: number
  /** Of the app, one after the other while the migration ran. */
  reads: number
  readP95Ms: number
  longestReadMs: number
  longestWriteMs: number
  /** The bar: no read of the app waits longer. */
  barMs: number
}

const rows = 400_000

/** How long the app's own statements wait while its table gets our columns and indexes. */
export async function migrationWaits({ info }: Stack): Promise<MigrationWaits> {
  const url = new URL(info.postgres.url)
  url.pathname = '/migration_waits'
  const admin = postgres(info.postgres.url, { max: 1, onnotice: () => {} })
  await admin`create database migration_waits template template0`
  const app = postgres(url.href, { max: 2, onnotice: () => {} })
  try {
    await fill(app)
    const ended = new AbortController()
    const reading = timesUntil(
      ended.signal,
      (n) => app`select * from policy_settings where tenant_id = ${`t${n % 40}`} limit 50`,
    )
    const writing = timesUntil(
      ended.signal,
      (n) => app`update policy_settings set last_synced_at = now() where id = ${`cuid${n}`}`,
    )
    const begun = performance.now()
    await migrate(url.href)
    const migrationSeconds = round((performance.now() - begun) / 1000)
    ended.abort()
    const [reads, writes] = [await reading, await writing]
    return {
      rows,
      migrationSeconds,
      reads: reads.length,
      readP95Ms: round(percentile(reads, 0.95)),
      longestReadMs: round(percentile(reads, 1)),
      longestWriteMs: round(percentile(writes, 1)),
      barMs: 250,
    }
  } finally {
    await app.end()
    await admin`drop database migration_waits with (force)`
    await admin.end()
  }
}

async function fill(app: postgres.Sql): Promise<void> {
  await createAppTable(app)
  await app`
    insert into policy_settings
    select 'cuid' || n, 't' || n % 40, 'p' || n / 40, 'Policy number ' || n / 40, 'configurationPolicy',
      'Device Vendor Msft Policy Config Setting ' || n % 1000 || ' ' || n, 'device_vendor_msft_policy_config_value_' || n % 7,
      'choice', now() from generate_series(1, ${rows}::int) n`
  await app`analyze policy_settings`
}

/** Milliseconds of each statement, one after the other, until the signal aborts. */
async function timesUntil(ended: AbortSignal, statement: (n: number) => PromiseLike<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let n = 1; !ended.aborted; n++) {
    const begun = performance.now()
    await statement(n)
    times.push(performance.now() - begun)
  }
  return times
}
