import { app } from '@azure/functions'
import { answerOrProblem } from '../src/http/problem'
import { startFromRequest } from '../src/http/start-from-request'
import { backend } from '../src/main'

app.http('start-reflatten', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/reflatten',
  handler: (request) =>
    answerOrProblem(() => startFromRequest(request, backend.startReflatten, backend.bodyLimit('policy.reflatten'))),
})
