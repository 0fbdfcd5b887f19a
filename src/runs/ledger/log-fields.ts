import type { OwedMessage, Run } from './types'

/** What each log line about a run or its message says of it. `tenantId` is the app's key, as everywhere in logs. */
export function logFields(about: Run | OwedMessage): Record<string, unknown> {
  const { id, appKey, tenantId, attempt } = about
  return { jobId: id, tenantId: appKey, externalId: tenantId, attempt }
}
