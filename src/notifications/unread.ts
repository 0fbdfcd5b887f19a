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

/** Counts what the account that entered has not read. Those of a removed tenant are in no list. */
export async function countUnread(tx: Db, recipient: string): Promise<Unread> {
  const [row] = await tx.execute(sql`
    select count(*)::int as n from (
      select from notifications n join tenants t on t.external_id = n.tenant_id
      where n.recipient = ${recipient} and n.read_at is null and t.status <> 'removed'
      order by n.id desc limit ${counted + 1}) u`)
  const found = Number(row?.n)
  return { unread: Math.min(found, counted), more: found > counted }
}

/** Which ones were read: these, or all up to the one of that id. */
export type ReadNotifications = { ids: readonly number[] } | { upTo: number }

/** So many are marked in one transaction: about a fifth of a second. */
const portion = 5_000

/**
 * Marks what the account that entered has read, at most 5,000 of it. Returns how many; call it again while it is so many. Those of
 * others, and those that are gone, are left out.
 */
export async function markRead(
  tx: Db,
  recipient: string,
  read: ReadNotifications,
): Promise<{ marked: number; done: boolean }> {
  const which = 'ids' in read ? sql`id = any (${`{${read.ids.join(',')}}`}::bigint[])` : sql`id <= ${read.upTo}::bigint`
  const [row] = await tx.execute(sql`
    with marked as (
      update notifications set read_at = clock_timestamp() where recipient = ${recipient} and id = any (array(
        select id from notifications where recipient = ${recipient} and read_at is null and ${which} order by id limit ${portion}::int))
      returning 1)
    select count(*)::int as n from marked`)
  const marked = Number(row?.n)
  return { marked, done: marked < portion }
}
