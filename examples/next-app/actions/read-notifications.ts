'use server'

import { tenantPilot } from '../lib/tenantpilot/backend'
import { orWords } from '../lib/tenantpilot/or-words'

/** Very many take several requests; so many of them are sent at once. */
const most = 20

/** Marks notifications of the user as read: these, or one and all before it. Gives a sentence when that did not work. Never throws. */
export async function readNotifications(which: { ids: number[] } | { upTo: number }): Promise<string | null> {
  const { refusal } = await orWords('Notifications could not be marked as read.', async () => {
    for (let sent = 0; sent < most; sent++) {
      const { done } = await tenantPilot()('readNotifications', { body: which })
      if (done) return
    }
  })
  return refusal && refusal.message
}
