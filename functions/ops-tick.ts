import { app } from '@azure/functions'
import { answering } from '../src/http/problem'
import { backend } from '../src/main'

app.http('ops-tick', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'ops/tick',
  handler: () => answering(async () => ({ status: 200, jsonBody: await backend.tick('http') })),
})
