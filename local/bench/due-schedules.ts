import postgres from 'postgres'
import { createApp } from '../../src/app'
import { readConfig } from '../../src/config'
import { connectionOptions } from '../../src/db/connection'
import type { Stack } from '../stack/stack'
import { round } from './measure'
import { makeTenants, settingsOf } from './start-latency'

export interface DueSchedules {
  tenants: number
  instances: number
  /** Until every due schedule had started its run and its message was sent; must be at most 30. */
  seconds: number
  /** Runs for each schedule: must be 1. */
  runsEach: number
}

/** Makes so many tenants with a due schedule, then lets instances reconcile until none is due. Their host is stopped: nothing works on the runs. */
export async function dueSchedules({ info, parts }: Stack, tenants: number, instances: number): Promise<DueSchedules> {
  await parts.app?.stop()
  const sql = postgres(info.postgres.url, { ...connectionOptions(info.postgres.url), max: 1 })
  const apps = Array.from({ length: instances }, () => createApp(readConfig(settingsOf(info)), () => {}))
  try {
    const ids = await makeTenants(sql, info.tenant.workspaceId, tenants)
    await sql`insert into schedules (tenant_id, operation, every_minutes, next_at)
      select id, 'policy.sync', 60, now() - interval '1 minute' from unnest(${sql.array(ids)}::uuid[]) id`
    const begun = performance.now()
    while ((await countLeft(sql)) > 0) await Promise.all(apps.map((app) => app.reconcile(null)))
    const seconds = round((performance.now() - begun) / 1000)
    const [row] = await sql`select count(*)::int as runs from runs where tenant_id = any (${sql.array(ids)}::uuid[])`
    return { tenants, instances, seconds, runsEach: Number(row!.runs) / tenants }
  } finally {
    await Promise.all(apps.map((app) => app.close()))
    await sql.end()
  }
}

/** Counts schedules that are due, and runs whose message is not sent yet: a pass does not wait for every one. */
async function countLeft(sql: postgres.Sql): Promise<number> {
  const [row] = await sql`select (select count(*) from schedules where next_at <= now())
    + (select count(*) from runs where status = 'queued' and dispatched_at is not null and sent_at is null) as left`
  return Number(row!.left)
}
