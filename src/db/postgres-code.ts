/** The code of PostgreSQL, or of the connection, in the chain of causes. */
export function postgresCode(error: unknown): unknown {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  return code ?? (cause === undefined ? undefined : postgresCode(cause))
}
