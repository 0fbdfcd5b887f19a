import { readRun, type RunPlace } from '../../../../../../lib/runs/read-run'
import { answerBrowser } from '../../../../../../lib/tenantpilot/answer-browser'
import { tenantPilot } from '../../../../../../lib/tenantpilot/backend'

/** A run with what was in it. */
export function GET(request: Request, { params }: { params: Promise<RunPlace> }): Promise<Response> {
  const etag = request.headers.get('if-none-match')
  return answerBrowser('A run could not be read.', async () => readRun(tenantPilot(), await params, etag))
}
