import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'

/** How many are unread; above 100 it is not counted on. */
export interface Unread {
  unread: number
  /** True: there are more than that. */
  more: boolean
}

/** So far is counted: a page shows "100+". */
const counted = 100

/** Counts what the account that entered has not read. */
export async function countUnread(tx: Db, recipient: string): Promise<Unread> {
  const [row] = await tx.execute(sql`
    select count(*)::int as n from (
      select from notifications where recipient = ${recipient} and read_at is null order by id desc limit ${counted + 1}) u`)
  const found = Number(row?.n)
  return { unread: Math.min(found, counted), more: found > counted }
}

/** Which ones were read: these, or all up to the one of that id. */
export type ReadNotifications = { ids: readonly number[] } | { upTo: number }

/** Marks what the account that entered has read. Those of others, and those that are gone, are left out in silence. */
export async function markRead(tx: Db, recipient: string, read: ReadNotifications): Promise<void> {
  const which = 'ids' in read ? sql`id = any (${`{${read.ids.join(',')}}`}::bigint[])` : sql`id <= ${read.upTo}::bigint`
  await tx.execute(sql`
    update notifications set read_at = clock_timestamp() where recipient = ${recipient} and read_at is null and ${which}`)
}
