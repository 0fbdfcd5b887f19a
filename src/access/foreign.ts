import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { AppError } from '../shared/errors'

/**
 * Call it for an id that this request cannot see. Throws `access.denied` when it exists elsewhere: what belongs to others is
 * 403, what does not exist is 404, and row-level security shows neither.
 */
export async function requireNotForeign(tx: Db, table: 'runs' | 'grants', id: string): Promise<void> {
  const [row] = await tx.execute(sql`select exists_elsewhere(${table}, ${id}) as found`)
  if (row?.found === true) throw new AppError('access.denied')
}
