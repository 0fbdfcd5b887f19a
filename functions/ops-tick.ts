import { app } from '@azure/functions'
import { answerOrProblem } from '../src/http/problem'
import { backend } from '../src/main'

app.http('ops-tick', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'ops/tick',
  handler: () => answerOrProblem(async () => ({ status: 200, jsonBody: await backend.reconcile('http') })),
})
