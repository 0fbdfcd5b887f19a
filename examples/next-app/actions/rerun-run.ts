'use server'

import { tenantPilot } from '../lib/tenantpilot/backend'
import { orWords } from '../lib/tenantpilot/or-words'
import type { TriggerResult } from './trigger-policy-sync'

/** Starts what failed in an ended run once more; `key` as of a sync. Never throws, and ends within 10 seconds. */
export async function rerunRun(tenantId: string, runId: string, key: string): Promise<TriggerResult> {
  const headers = { 'Idempotency-Key': key }
  const { value, refusal } = await orWords('A run could not be run again.', () =>
    tenantPilot()('rerunRun', { params: { tenantId, runId }, headers }),
  )
  if (refusal) return { success: false, message: refusal.message }
  return { success: true, message: value.message, jobId: value.jobId }
}
