import { app } from '@azure/functions'
import { answerOrProblem } from '../src/http/problem'
import { readTenantKey } from '../src/http/requests'
import { readPoliciesRequest, writeCursor } from '../src/http/search-requests'
import { backend } from '../src/main'

app.http('list-policies', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/policies',
  handler: ({ params, query }) =>
    answerOrProblem(async () => {
      const tenantKey = readTenantKey(params.tenantId)
      const request = readPoliciesRequest(tenantKey, query)
      const { items, next } = await backend.listPolicies(tenantKey, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor(tenantKey, request.query, next) } }
    }),
})
