import { app } from '@azure/functions'
import { answering } from '../src/http/problem'
import { starting } from '../src/http/starting'
import { backend } from '../src/main'

app.http('start-reflatten', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/reflatten',
  handler: (request) => answering(() => starting(request, backend.startReflatten)),
})
