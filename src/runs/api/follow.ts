import type { Enter, Entry, Target } from '../../access/enter'
import type { RunId } from '../../shared/ids'
import { type ItemQuery, listItems } from '../ledger/list-items'
import { readEvents, type RunEventsPage } from '../ledger/read-events'
import type { RunView, TimesByOperation } from '../ledger/run-facts'
import { withDatabaseTimeout } from './database-timeout'
import { findRun, findRunView } from './find-run'

/** What reading works with. */
export interface ReadDeps {
  enter: Enter
  times: TimesByOperation
}

/**
 * Reads a run of this tenant or workspace with its counts; until it ends they are counted from its items at each call.
 * Throws `access.*`, `run.unknown`.
 */
export function followRun({ enter, times }: ReadDeps, entry: Entry, target: Target, runId: RunId): Promise<RunView> {
  return withDatabaseTimeout(() => enter(entry, target, (tx, access) => findRunView(tx, access, runId, times)))
}

/** Which part of a run's items. */
export interface ItemsRequest {
  query: ItemQuery
  limit: number
  after?: string | undefined
}

/** Lists the items of a run of this tenant. Throws `access.*`, `run.unknown`. */
export function listRunItems(
  enter: Enter,
  entry: Entry,
  tenantKey: string,
  { runId, ...request }: ItemsRequest & { runId: RunId },
): ReturnType<typeof listItems> {
  return withDatabaseTimeout(() =>
    enter(entry, { tenantKey }, async (tx, access) => {
      await findRun(tx, access, runId)
      return listItems(tx, runId, request)
    }),
  )
}

/** Lists what happened to a run of this tenant, in its order. Throws `access.*`, `run.unknown`. */
export function listRunEvents(
  enter: Enter,
  entry: Entry,
  tenantKey: string,
  { runId, ...page }: { runId: RunId; after: number; limit: number },
): Promise<RunEventsPage> {
  return withDatabaseTimeout(() =>
    enter(entry, { tenantKey }, async (tx, access) => {
      await findRun(tx, access, runId)
      return readEvents(tx, runId, page)
    }),
  )
}
