import type { Enter, Entry, Place, Target } from '../../access/enter'
import { AppError } from '../../shared/errors'
import type { RunId } from '../../shared/ids'
import { type ItemQuery, listItems } from '../ledger/list-items'
import { listRuns, type RunsRequest } from '../ledger/list-runs'
import { readEvents } from '../ledger/read-events'
import type { TimesByOperation } from '../ledger/run-facts'
import type { RunScope } from '../ledger/run-ranges'
import { findRun, findRunView } from './find-run'

/** Which part of which run's items: those after the key `after`. */
export interface ItemsRequest {
  runId: RunId
  query: ItemQuery
  limit: number
  after?: string | undefined
}

/** Which part of which run's events: those after number `after`. */
export interface EventsRequest {
  runId: RunId
  after: number
  limit: number
}

/** What requests may read of runs. Everything throws `access.*`; what names a run throws `run.unknown`. */
export function createRunReads({ enter, times }: { enter: Enter; times: TimesByOperation }) {
  return {
    /** A run of this tenant or workspace with its counts; until it ends they are counted from its items at each call. */
    followRun: (entry: Entry, target: Target, runId: RunId) =>
      enter(entry, target, (tx, access) => findRunView(tx, access, runId, times)),
    /**
     * The runs of a tenant, or those of a workspace that the caller may see; with both, of this tenant if it is in the
     * workspace. Each page asks anew what the caller may.
     */
    listRuns: (entry: Entry, { tenantKey, workspaceId }: Target, request: Omit<RunsRequest, 'scope'>) =>
      enter(entry, tenantKey === undefined ? { workspaceId: workspaceId! } : { tenantKey }, (tx, { places }) => {
        if (workspaceId !== undefined && places[0].workspaceId !== workspaceId) throw new AppError('access.denied')
        return listRuns(tx, { ...request, scope: scopeOf(places) }, times)
      }),
    listRunItems: (entry: Entry, tenantKey: string, { runId, ...request }: ItemsRequest) =>
      enter(entry, { tenantKey }, async (tx, access) => {
        await findRun(tx, access, runId)
        return listItems(tx, runId, request)
      }),
    /** What happened to a run, in its order. */
    listRunEvents: (entry: Entry, tenantKey: string, { runId, ...page }: EventsRequest) =>
      enter(entry, { tenantKey }, async (tx, access) => {
        await findRun(tx, access, runId)
        return readEvents(tx, runId, page)
      }),
  }
}

/** The whole workspace, with the runs of no tenant, or the tenants of single grants. */
function scopeOf(places: readonly [Place, ...Place[]]): RunScope {
  const [{ workspaceId }] = places
  const tenantIds = places.flatMap(({ tenant }) => (tenant ? [tenant.externalId] : []))
  return tenantIds.length < places.length ? { workspaceId } : { workspaceId, tenantIds }
}
