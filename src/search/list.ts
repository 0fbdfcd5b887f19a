import type { Db } from '../db/database'
import { AppError } from '../shared/errors'
import type { SettingsRequest } from './requests'
import type { PoliciesRequest } from './requests'
import { requireTenant } from '../tenants/find'
import { searchSettings, type SettingsPage } from './settings'
import { searchPolicies } from './policies'
import { readSources, type SourceView } from './sources'
import { withTimeout } from '../shared/timeout'

/** A search's own limits end it earlier; this one is for a database that does not answer, or is busy with other searches. */
const patienceMs = 10_000

/** A page of a tenant's settings, and how old they are. Throws `tenant.unknown`, `search.too_slow`, `db.unavailable`. */
export function listSettings(
  db: Db,
  tenantKey: string,
  request: SettingsRequest,
): Promise<SettingsPage & { sources: SourceView[] }> {
  return inTime(async () => {
    const { appKey, externalId } = await requireTenant(db, tenantKey)
    const page = await searchSettings(db, appKey, request)
    return { ...page, sources: await readSources(db, externalId) }
  })
}

/** A page of a tenant's policies with their assignments. Throws what `listSettings` throws. */
export function listPolicies(db: Db, tenantKey: string, request: PoliciesRequest) {
  return inTime(async () => searchPolicies(db, (await requireTenant(db, tenantKey)).externalId, request))
}

const inTime = <T>(work: () => Promise<T>) => withTimeout(patienceMs, work, () => new AppError('db.unavailable'))
