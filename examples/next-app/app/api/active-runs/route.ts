import { readActiveRuns } from '../../../lib/runs/read-active-runs'
import { answerBrowser } from '../../../lib/tenantpilot/answer-browser'
import { tenantPilot } from '../../../lib/tenantpilot/backend'

/** What waits or works in all workspaces of the user. */
export function GET(request: Request): Promise<Response> {
  const etag = request.headers.get('if-none-match')
  return answerBrowser('The active runs could not be read.', () => readActiveRuns(tenantPilot(), etag))
}
