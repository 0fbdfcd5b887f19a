import { runAddress } from '../../lib/runs/addresses'
import { longTime } from '../../lib/runs/times'
import type { Notification } from '../../lib/tenantpilot/schema'
import { StatusBadge } from '../run/status-badge'

interface Props {
  notification: Notification
  isPending: boolean
  onRead: () => void
}

/** What is told of a run, with a link to it, and a button while it is unread. */
export function NotificationCard({ notification, isPending, onRead }: Props) {
  const { at, readAt, title, status, tenantId, runId, whatToDo, link } = notification
  return (
    <li className="tp-card">
      <p>
        {readAt === null && <strong>New: </strong>}
        {title} <StatusBadge status={status} />
      </p>
      {whatToDo && <p>{whatToDo}</p>}
      <p>
        <time dateTime={at}>{longTime(at)}</time>
      </p>
      <div className="tp-actions">
        <a href={runAddress(tenantId, runId)} aria-label={`${link.label}: ${title}`}>
          {link.label}
        </a>
        {readAt === null && (
          <button type="button" aria-disabled={isPending} aria-label={`Mark as read: ${title}`} onClick={onRead}>
            Mark as read
          </button>
        )}
      </div>
    </li>
  )
}
