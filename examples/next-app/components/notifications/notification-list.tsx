'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { readNotifications } from '../../actions/read-notifications'
import type { Notification } from '../../lib/tenantpilot/schema'
import { say } from '../page-events'
import { useToast } from '../toast'
import { NotificationCard } from './notification-card'

/** Lists notifications, and marks them as read. `newest`: up to which one all are read at once; undefined: there is none. */
export function NotificationList({ items, newest }: { items: readonly Notification[]; newest: number | undefined }) {
  const [isPending, startTransition] = useTransition()
  const { refresh } = useRouter()
  const toast = useToast()
  const read = (which: Parameters<typeof readNotifications>[0]) => {
    if (isPending) return
    startTransition(async () => {
      const problem = await readNotifications(which).catch(() => 'This app cannot be reached. Try again.')
      if (problem) toast({ kind: 'refused', message: problem })
      say('read')
      refresh()
    })
  }
  if (items.length === 0) return <p>There are none.</p>
  return (
    <>
      {newest !== undefined && (
        <button type="button" aria-disabled={isPending} onClick={() => read({ upTo: newest })}>
          Mark all as read
        </button>
      )}
      <ul className="tp-cards" aria-label="Notifications">
        {items.map((notification) => (
          <NotificationCard
            key={notification.id}
            notification={notification}
            isPending={isPending}
            onRead={() => read({ ids: [notification.id] })}
          />
        ))}
      </ul>
    </>
  )
}
