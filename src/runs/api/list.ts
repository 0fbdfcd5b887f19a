import type { Entry, Place, Target } from '../../access/enter'
import { AppError } from '../../shared/errors'
import { listRuns as readRuns, type RunScope, type RunsPage, type RunsRequest } from '../ledger/list-runs'
import { withDatabaseTimeout } from './database-timeout'
import type { ReadDeps } from './follow'

/**
 * Lists the runs of a tenant, or those of a workspace that the caller may see; with both, of this tenant if it is in the
 * workspace. Each page asks anew what the caller may. Throws `access.*`.
 */
export function listRuns(
  { enter, times }: ReadDeps,
  entry: Entry,
  { tenantKey, workspaceId }: Target,
  request: Omit<RunsRequest, 'scope'>,
): Promise<RunsPage> {
  const target = tenantKey === undefined ? { workspaceId: workspaceId! } : { tenantKey }
  return withDatabaseTimeout(() =>
    enter(entry, target, (tx, { places }) => {
      if (workspaceId !== undefined && places[0].workspaceId !== workspaceId) throw new AppError('access.denied')
      return readRuns(tx, { ...request, scope: scopeOf(places) }, times)
    }),
  )
}

/** The whole workspace, with the runs of no tenant, or the tenants of single grants. */
function scopeOf(places: readonly [Place, ...Place[]]): RunScope {
  const [{ workspaceId }] = places
  const tenantIds = places.map(({ tenant }) => tenant?.externalId)
  return tenantIds.includes(undefined)
    ? { workspaceId }
    : { workspaceId, tenantIds: tenantIds.filter((id) => id !== undefined) }
}
