import type { Metadata } from 'next'
import { NotificationList } from '../../components/notifications/notification-list'
import { PageProblem } from '../../components/page-problem'
import type { SearchParams } from '../../lib/runs/read-filters'
import { tenantPilot } from '../../lib/tenantpilot/backend'
import { orWords } from '../../lib/tenantpilot/or-words'

export const metadata: Metadata = { title: 'Notifications' }

/** What the user is told of runs, the newest first. */
export default async function NotificationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { cursor } = await searchParams
  const query = { limit: 20, ...(typeof cursor === 'string' && { cursor }) }
  const { value, refusal } = await orWords('The notifications could not be read.', () =>
    tenantPilot()('listNotifications', { query }),
  )
  if (refusal)
    return (
      <>
        <h1>Notifications</h1>
        <PageProblem refusal={refusal} />
      </>
    )
  const { items, nextCursor } = value
  return (
    <>
      <h1>Notifications</h1>
      <NotificationList items={items} newest={query.cursor ? undefined : items[0]?.id} />
      <nav aria-label="Pages of notifications" className="tp-actions">
        {query.cursor && <a href="/notifications">Newest notifications</a>}
        {nextCursor && (
          <a href={`/notifications?${new URLSearchParams({ cursor: nextCursor })}`}>Older notifications</a>
        )}
      </nav>
    </>
  )
}
