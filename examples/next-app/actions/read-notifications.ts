'use server'

import { tenantPilot } from '../lib/tenantpilot/backend'
import { orWords } from '../lib/tenantpilot/or-words'

/** Marks notifications of the user as read: these, or one and all before it. Gives a sentence when that did not work. Never throws. */
export async function readNotifications(which: { ids: number[] } | { upTo: number }): Promise<string | null> {
  const { refusal } = await orWords('Notifications could not be marked as read.', () =>
    tenantPilot()('readNotifications', { body: which }),
  )
  return refusal && refusal.message
}
