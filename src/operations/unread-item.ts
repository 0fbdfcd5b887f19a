import type { ItemResult } from '../runs/ledger/record-item'
import { type AppError, toSafeError } from '../shared/errors'

/** The item of a list that could not be read. What the tenant has no licence for is skipped, and no failure. */
export function unreadItem(what: string, error: AppError): ItemResult {
  const { code, message } = toSafeError(error)
  const outcome = code === 'graph.not_licensed' ? 'skipped' : 'failed'
  return { key: what, source: what, label: what, outcome, code, message }
}
