'use server'

import { tenantPilot } from '../lib/tenantpilot/backend'
import { orWords } from '../lib/tenantpilot/or-words'
import type { TriggerResult } from './trigger-policy-sync'

/** Ends a waiting run, or asks a working one to stop. Never throws, and ends within 10 seconds. */
export async function cancelRun(tenantId: string, runId: string): Promise<TriggerResult> {
  const { value, refusal } = await orWords('A run could not be cancelled.', () =>
    tenantPilot()('cancelRun', { params: { tenantId, runId } }),
  )
  if (refusal) return { success: false, message: refusal.message }
  const isOver = value.status === 'cancelled'
  return { success: true, message: isOver ? 'The run is cancelled.' : 'The run stops at its next item.', jobId: runId }
}
