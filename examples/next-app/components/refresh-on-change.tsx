'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { onSaid } from './page-events'

/** Asks the server for the page again when other runs are active than before. Needs `RunProgress` on the page. */
export function RefreshOnChange() {
  const { refresh } = useRouter()
  useEffect(() => onSaid('changed', refresh), [refresh])
  return null
}
