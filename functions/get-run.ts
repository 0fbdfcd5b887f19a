import { app } from '@azure/functions'
import { answerOrProblem } from '../src/http/problem'
import { readRunId, readTenantKey } from '../src/http/requests'
import { monitor } from '../src/http/run-answers'
import { backend } from '../src/main'

app.http('get-run', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/runs/{runId}',
  handler: ({ params }) =>
    answerOrProblem(async () => {
      const { run, counts } = await backend.followRun(readTenantKey(params.tenantId), readRunId(params.runId))
      return monitor(run, counts)
    }),
})
