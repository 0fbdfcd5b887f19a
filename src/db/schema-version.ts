import type postgres from 'postgres'
import { databaseErrorCode } from '../shared/database-codes'
import { AppError } from '../shared/errors'
import { rulesMark, rulesVersion } from './access/rules'
import { migrationJournal, ours, settingsView } from './schema/ours'
import journal from './migrations/meta/_journal.json'

/** Undefined table, undefined column, undefined function. */
const undefinedObject = new Set(['42P01', '42703', '42883'])

/** When the newest migration of this version was made: drizzle's journal keeps that number of each it applied. */
export const newestMigration = Math.max(...journal.entries.map(({ when }) => when))

/**
 * Says why a table or column is undefined. `db.schema_behind`: the database is older than this version, its access rules are, or it lacks the view of settings;
 * the next migration makes all of it. `db.forbidden`: the account does not see our schema or `policy_settings`, which looks the same. In a database that is up to date the
 * error stays the bug that it is.
 */
export async function explainFailure(error: unknown, client: postgres.Sql): Promise<unknown> {
  // in a transaction the error is drizzle's, with that of the database as its cause
  if (![error, (error as Error | null)?.cause].some((each) => undefinedObject.has(codeOf(each)))) return error
  const cause = await readJournal(client)
  return cause ? new AppError(cause, { cause: error }) : error
}

/** What a database says of its schema. */
export interface FoundSchema {
  migrations: number
  /** When the newest applied one was made. */
  applied: number | null
  rules: number
  hasView: boolean
}

/** SQL statement: gives a `FoundSchema`, and fails where there is no journal. */
export const foundSchema = `
  select count(*)::int as migrations, max(created_at)::float8 as applied, to_regclass('${settingsView}') is not null as "hasView",
    to_regclass('policy_settings') is not null as "seesSettings",
    coalesce(substring(obj_description(to_regnamespace('${ours.schemaName}'), 'pg_namespace') from '^${rulesMark} (\\d+)'), '0')::int as rules
  from ${ours.schemaName}.${migrationJournal}`

/** How the schema of a database is to what this version expects. */
export interface Migrations {
  applied: number
  expected: number
  /** `behind` also where the access rules are older, or the view of settings is missing: the next migration makes both. */
  state: 'current' | 'behind' | 'ahead'
}

/** Compares the schema of a database with this version's. */
export function migrationsOf(found: FoundSchema): Migrations {
  const newest = found.applied ?? 0
  const isAhead = newest > newestMigration || found.rules > rulesVersion
  const state = isBehind(found) ? 'behind' : isAhead ? 'ahead' : 'current'
  return { applied: found.migrations, expected: journal.entries.length, state }
}

const isBehind = ({ applied, rules, hasView }: FoundSchema) =>
  (applied ?? 0) < newestMigration || rules < rulesVersion || !hasView

async function readJournal(client: postgres.Sql): Promise<'db.schema_behind' | 'db.forbidden' | undefined> {
  try {
    const [row] = await client.unsafe<(FoundSchema & { seesSettings: boolean })[]>(foundSchema)
    if (!row || isBehind(row)) return 'db.schema_behind'
    return row.seesSettings ? undefined : 'db.forbidden'
  } catch (error) {
    if (undefinedObject.has(codeOf(error))) return 'db.schema_behind'
    return databaseErrorCode(codeOf(error)) === 'db.forbidden' ? 'db.forbidden' : undefined
  }
}

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code)
