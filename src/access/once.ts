import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { AppError } from '../shared/errors'
import { principalText } from './caller'
import type { Access } from './enter'
import type { Repeatable } from './repeatable'

/**
 * Does the work of a request once for each key of a caller, and gives later requests the first result, for 24 hours. The key is
 * stored in the transaction of what it creates: a twin at the same time waits for it, and a refusal is not remembered. Throws
 * `request.key_reused` for another body.
 */
export async function once<T extends object>(
  tx: Db,
  { caller, places: [{ workspaceId }] }: Access,
  repeatable: Repeatable | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!repeatable) return work()
  const { key, route, body } = repeatable
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const own = sql`workspace_id = ${workspaceId}::uuid and caller = ${principalText(caller)}
    and acting_for = ${caller.actingFor ? principalText(caller.actingFor) : ''} and route = ${route} and key = ${key}`
  const [mine] = await tx.execute(sql`
    insert into idempotency_keys (workspace_id, caller, acting_for, route, key, body_hash)
    values (${workspaceId}::uuid, ${principalText(caller)}, ${caller.actingFor ? principalText(caller.actingFor) : ''},
      ${route}, ${key}, decode(${hash}, 'hex'))
    on conflict do nothing returning true as first`)
  if (!mine)
    return replay<T>(
      await tx.execute(sql`
    select result, encode(body_hash, 'hex') as hash from idempotency_keys where ${own}`),
      hash,
    )
  const result = await work()
  await tx.execute(sql`update idempotency_keys set result = ${JSON.stringify(result)}::jsonb where ${own}`)
  return result
}

function replay<T>([row]: readonly Record<string, unknown>[], hash: string): T {
  if (row?.hash !== hash) throw new AppError('request.key_reused')
  return row.result as T
}

/** Deletes up to `limit` keys that are older than 24 hours. Returns how many there were. */
export async function purgeIdempotencyKeys(db: Db, limit: number): Promise<number> {
  const rows = await db.execute(sql`
    delete from idempotency_keys where ctid = any (array(
      select ctid from idempotency_keys where created_at < now() - interval '24 hours' order by created_at limit ${limit}::int))
    returning 1`)
  return rows.length
}
