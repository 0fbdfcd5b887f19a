import { app } from '@azure/functions'
import { answerOrProblem } from '../src/http/problem'
import { readRunId, readTenantKey } from '../src/http/requests'
import { backend } from '../src/main'

app.http('cancel-run', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/runs/{runId}/cancel',
  handler: ({ params }) =>
    answerOrProblem(async () => {
      const runId = readRunId(params.runId)
      const status = await backend.cancelRun(readTenantKey(params.tenantId), runId)
      return { status: 202, jsonBody: { success: true, runId, status } }
    }),
})
