import type { Db } from '../db/database'
import { AppError } from '../shared/errors'
import type { SettingsRequest, PoliciesRequest } from './requests'
import { requireTenant } from '../tenants/find'
import { searchSettings, type SettingsPage } from './settings'
import { searchPolicies } from './policies'
import { readSources, type SourceView } from './sources'
import { withTimeout } from '../shared/timeout'

/** Longer than a search's own limits: it ends a search when the database does not answer or is busy with others. */
const timeoutMs = 10_000

/** Returns a page of settings and how old they are. Throws `tenant.unknown`, `search.too_slow`, `db.unavailable`. */
export function listSettings(
  db: Db,
  tenantKey: string,
  request: SettingsRequest,
): Promise<SettingsPage & { sources: SourceView[] }> {
  return withinTimeout(async () => {
    const { appKey, externalId } = await requireTenant(db, tenantKey)
    const page = await searchSettings(db, appKey, request)
    return { ...page, sources: await readSources(db, externalId) }
  })
}

/** Returns a page of a tenant's policies with their assignments. Throws what `listSettings` throws. */
export function listPolicies(db: Db, tenantKey: string, request: PoliciesRequest) {
  return withinTimeout(async () => searchPolicies(db, (await requireTenant(db, tenantKey)).externalId, request))
}

const withinTimeout = <T>(work: () => Promise<T>) => withTimeout(timeoutMs, work, () => new AppError('db.unavailable'))
