'use client'

import { useRef, useTransition } from 'react'
import type { TriggerResult } from '../actions/trigger-policy-sync'
import { runAddress } from '../lib/runs/addresses'
import { say } from './page-events'
import { useToast } from './toast'

/**
 * Starts a run at a click, and says what came of it. Each click has a key of its own; one whose answer was lost is sent again
 * with its key by the next click.
 */
export function useStart(tenantId: string, start: (key: string) => Promise<TriggerResult>) {
  const [isPending, startTransition] = useTransition()
  const key = useRef<string | null>(null)
  const toast = useToast()
  const click = () => {
    if (isPending) return
    key.current ??= crypto.randomUUID()
    const mine = key.current
    startTransition(async () => {
      const { success, message, jobId } = await start(mine).catch(() => lost)
      if (success) key.current = null
      say('started')
      const link = jobId && {
        label: `Run ${jobId.slice(0, 8)}`,
        name: `Run ${jobId}`,
        href: runAddress(tenantId, jobId),
      }
      toast({ kind: success ? 'done' : 'refused', message, ...(link && { link }) })
    })
  }
  return { isPending, click }
}

const lost: TriggerResult = { success: false, message: 'This app cannot be reached. Try again.' }
