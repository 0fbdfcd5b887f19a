import { app } from '@azure/functions'
import { answerOrProblem } from '../src/http/problem'
import { startFromRequest } from '../src/http/start-from-request'
import { backend } from '../src/main'

app.http('start-sync', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/sync',
  handler: (request) =>
    answerOrProblem(() => startFromRequest(request, backend.startSync, backend.bodyLimit('policy.sync'))),
})
