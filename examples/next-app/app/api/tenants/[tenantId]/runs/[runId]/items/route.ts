import { readItems, type RunPlace } from '../../../../../../../lib/runs/read-run'
import { answerBrowser } from '../../../../../../../lib/tenantpilot/answer-browser'
import { tenantPilot } from '../../../../../../../lib/tenantpilot/backend'

/** A further page of what was in a run. */
export function GET(request: Request, { params }: { params: Promise<RunPlace> }): Promise<Response> {
  const query = new URL(request.url).searchParams
  return answerBrowser('Items of a run could not be read.', async () => {
    const cursor = query.get('cursor') ?? undefined
    const answer = await readItems(tenantPilot(), await params, query.get('outcome') ?? '', cursor)
    return { status: 200, etag: undefined, retryAfterMs: undefined, answer }
  })
}
