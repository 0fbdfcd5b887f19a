import { app } from '@azure/functions'
import { answering } from '../src/http/problem'
import { starting } from '../src/http/starting'
import { backend } from '../src/main'

app.http('start-sync', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/sync',
  handler: (request) => answering(() => starting(request, backend.startSync)),
})
