import type postgres from 'postgres'
import { identity, workspaceId } from './fixture'

export const id = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${n}`

// a place in the lane that is old passes for owed at once, and who sends first is chance: only what shall be owed is old
const inLane = `dispatched_at = now() + interval '10 minutes'`
export const sent = `${inLane}, sent_at = now()`
export const owed = `dispatched_at = now() - interval '10 minutes'`
export const silent = `${sent}, lease_until = now() - interval '1 second'`

/** A row of `runs` in some state; times are SQL. */
export async function insertRun(sql: postgres.Sql, run: Record<string, string | number>): Promise<void> {
  const { times = '', ...values } = run
  const row = { operation: 'policy.sync', lane: 'sync', workspace_id: workspaceId, identity, ...values }
  await sql`insert into runs ${sql(row)}`
  if (times) await sql.unsafe(`update runs set ${times} where id = '${run.id}'`)
}
