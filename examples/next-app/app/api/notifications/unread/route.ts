import { answerBrowser } from '../../../../lib/tenantpilot/answer-browser'
import { tenantPilot } from '../../../../lib/tenantpilot/backend'

/** How much the user has not read. */
export function GET(): Promise<Response> {
  return answerBrowser('The unread notifications could not be counted.', () =>
    tenantPilot().withHeaders('countNotifications', {}),
  )
}
