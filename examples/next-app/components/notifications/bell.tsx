'use client'

import { useEffect } from 'react'
import type { Unread } from '../../lib/tenantpilot/schema'
import { usePolled } from '../use-polled'
import { onRead } from './read-event'

const everyMs = () => 10_000

/** Leads to the notifications, and says how many are unread. */
export function Bell() {
  const { value, refresh } = usePolled<Unread>('/api/notifications/unread', everyMs)
  useEffect(() => onRead(refresh))
  return (
    <a href="/notifications">
      <span aria-hidden="true">🔔 </span>Notifications{value && value.unread > 0 && ` (${countWords(value)} unread)`}
    </a>
  )
}

const countWords = ({ unread, more }: Unread) => (more ? `more than ${unread}` : unread)
