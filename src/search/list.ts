import type { Enter, Entry } from '../access/enter'
import { enteredTenant } from '../access/require-tenant'
import { AppError } from '../shared/errors'
import type { SettingsRequest, PoliciesRequest } from './requests'
import { searchSettings, type SettingsPage } from './settings'
import { searchPolicies } from './policies'
import { readSources, type SourceView } from './sources'
import { withTimeout } from '../shared/timeout'

/** Longer than a search's own limits: it ends a search when the database does not answer or is busy with others. */
const timeoutMs = 10_000

/** Returns a page of settings and how old they are. Throws `access.*`, `search.too_slow`, `db.unavailable`. */
export function listSettings(
  enter: Enter,
  entry: Entry,
  tenantKey: string,
  request: SettingsRequest,
): Promise<SettingsPage & { sources: SourceView[] }> {
  return withinTimeout(() =>
    enter(entry, { tenantKey }, async (tx, access) => {
      const { appKey, externalId } = enteredTenant(access)
      // first, because a search changes the limits of the transaction
      const sources = await readSources(tx, externalId)
      return { ...(await searchSettings(tx, appKey, request)), sources }
    }),
  )
}

/** Returns a page of a tenant's policies with their assignments. Throws what `listSettings` throws. */
export function listPolicies(enter: Enter, entry: Entry, tenantKey: string, request: PoliciesRequest) {
  return withinTimeout(() =>
    enter(entry, { tenantKey }, (tx, access) => searchPolicies(tx, enteredTenant(access).externalId, request)),
  )
}

const withinTimeout = <T>(work: () => Promise<T>) => withTimeout(timeoutMs, work, () => new AppError('db.unavailable'))
