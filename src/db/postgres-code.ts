/** What PostgreSQL, or the connection, says of a failure. */
interface PostgresError {
  code?: unknown
  table?: string | undefined
  constraint?: string | undefined
  column?: string | undefined
}

/** Finds the error of PostgreSQL, or of the connection, in the chain of causes: the first one with a code. */
export function postgresError(error: unknown): PostgresError {
  const { code, cause, table_name, constraint_name, column_name } = (error ?? {}) as Record<string, unknown>
  if (code === undefined) return cause === undefined ? {} : postgresError(cause)
  return { code, table: text(table_name), constraint: text(constraint_name), column: text(column_name) }
}

/** The code of that error. */
export const postgresCode = (error: unknown): unknown => postgresError(error).code

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
