'use server'

import { tenantPilot } from '../lib/tenantpilot/backend'
import { plainWords } from '../lib/tenantpilot/plain-words'

/** What the page shows. `jobId` is there when `success` is true. */
export interface TriggerResult {
  success: boolean
  message: string
  jobId?: string
}

/**
 * Starts a sync of a tenant, or finds the one that is under way. With the `key` of a call whose answer was lost, it gives the answer
 * of that call. Never throws, and ends within 10 seconds.
 */
export async function triggerPolicySync(tenantId: string, key?: string): Promise<TriggerResult> {
  try {
    const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key }
    const { message, jobId } = await tenantPilot()('startSync', { params: { tenantId }, headers })
    return { success: true, message, jobId }
  } catch (error) {
    console.error('A sync could not be started.', error)
    return { success: false, message: plainWords(error) }
  }
}
