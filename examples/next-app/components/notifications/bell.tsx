'use client'

import { useEffect } from 'react'
import type { Unread } from '../../lib/tenantpilot/schema'
import { onSaid } from '../page-events'
import { usePolled } from '../use-polled'

const everyMs = () => 10_000

/** Leads to the notifications, and says how many are unread. */
export function Bell() {
  const { value, refresh } = usePolled<Unread>('/api/notifications/unread', everyMs)
  useEffect(() => onSaid('read', refresh))
  useEffect(() => onSaid('changed', refresh))
  return (
    <a href="/notifications">
      <svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" fill="currentColor">
        <path d="M8 1a4.5 4.5 0 0 0-4.5 4.5V9L2 12h12l-1.5-3V5.5A4.5 4.5 0 0 0 8 1zM6 13a2 2 0 0 0 4 0z" />
      </svg>{' '}
      Notifications{value && value.unread > 0 && ` (${countWords(value)} unread)`}
    </a>
  )
}

const countWords = ({ unread, more }: Unread) => (more ? `more than ${unread}` : unread)
