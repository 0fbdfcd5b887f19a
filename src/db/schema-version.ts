import type postgres from 'postgres'
import { AppError } from '../shared/errors'
import { migrationJournal, ours } from './schema/ours'
import journal from './migrations/meta/_journal.json'

/** Undefined table, undefined column, undefined function. */
const undefinedObject = new Set(['42P01', '42703', '42883'])

/** When the newest migration of this version was made: drizzle's journal keeps that number of each it applied. */
const newest = Math.max(...journal.entries.map(({ when }) => when))

/**
 * Says of an undefined table or column whether the database is only older than this version: `db.schema_behind`, which passes
 * with the next migration. In a database that is up to date it stays the bug that it is.
 */
export async function explainFailure(error: unknown, client: postgres.Sql): Promise<unknown> {
  const { code } = (error ?? {}) as { code?: unknown }
  if (typeof code !== 'string' || !undefinedObject.has(code)) return error
  return (await isBehind(client)) ? new AppError('db.schema_behind', { cause: error }) : error
}

async function isBehind(client: postgres.Sql): Promise<boolean> {
  try {
    const [row] = await client.unsafe(
      `select max(created_at)::float8 as applied from ${ours.schemaName}.${migrationJournal}`,
    )
    return Number(row?.applied ?? 0) < newest
  } catch (error) {
    return undefinedObject.has(String((error as { code?: unknown }).code))
  }
}
