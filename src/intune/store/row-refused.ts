import { settings } from '../../db/tables'
import { postgresError } from '../../db/postgres-code'
import { AppError } from '../../shared/errors'

/** SQLSTATEs of a row that a constraint, a length or a generated column does not take. */
const refusals = /^(23503|23514|22001|428C9)$/

/**
 * Replaces an error that comes from what the app has put on its table by `db.row_refused`, which names the constraint. Other
 * errors stay as they are.
 */
export function explainRefusedRow(error: unknown): unknown {
  const { code, table, constraint, column } = postgresError(error)
  const isOfTheTable = table === settings.name || (table === undefined && (code === '22001' || code === '428C9'))
  if (!refusals.test(String(code)) || !isOfTheTable) return error
  const name = constraint ?? column
  const named = name && /^\w{1,63}$/.test(name) ? ` ("${name}")` : ''
  return new AppError('db.row_refused', {
    message: `The table policy_settings refuses a row of this policy${named}. Change the constraint, or the column, then sync again.`,
    cause: error,
  })
}
