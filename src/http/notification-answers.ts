import type { Notification } from '../notifications/list'
import { errorCodes, knownCode } from '../shared/error-codes'

/** What words are made with. */
interface Words {
  /** By the name of the operation. */
  labels: ReadonlyMap<string, string>
  runLinkTemplate: string | undefined
}

const states: Readonly<Record<Notification['status'], string>> = {
  queued: 'is queued',
  running: 'is running',
  succeeded: 'has succeeded',
  partial: 'succeeded in part',
  failed: 'has failed',
  cancelled: 'was cancelled',
}

const kinds: Readonly<Partial<Record<Notification['status'], string>>> = { queued: 'queued', running: 'running' }

/** A notification as answers show it: words of ours and the tenant's name, nothing of what Graph said. */
export function listedNotification(notification: Notification, { labels, runLinkTemplate }: Words) {
  const { id, at, readAt, status, operation, appKey, externalId, tenantName, runId, counts, code } = notification
  // a newer version may know more operations and codes
  const label = labels.get(operation) ?? operation
  const known = code === null ? undefined : knownCode(code)
  return {
    id,
    at,
    readAt,
    kind: kinds[status] ?? 'ended',
    status,
    title: `${tenantName}: "${label}" ${states[status]}.`,
    label,
    operation,
    tenantId: appKey,
    externalId,
    tenantName,
    runId,
    counts,
    code,
    whatToDo: known ? errorCodes[known].message : null,
    link: { label: 'View run', url: linkTo(runLinkTemplate, { tenantId: appKey, externalId, runId }) },
  }
}

function linkTo(template: string | undefined, ids: Readonly<Record<string, string>>): string | null {
  return template?.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? '')) ?? null
}
