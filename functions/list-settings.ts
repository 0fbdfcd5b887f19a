import { app } from '@azure/functions'
import { answerOrProblem } from '../src/http/problem'
import { readTenantKey } from '../src/http/requests'
import { readSettingsRequest, writeCursor } from '../src/http/search-requests'
import { backend } from '../src/main'

app.http('list-settings', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/settings',
  handler: ({ params, query }) =>
    answerOrProblem(async () => {
      const tenantKey = readTenantKey(params.tenantId)
      const request = readSettingsRequest(tenantKey, query)
      const { items, next, sources } = await backend.listSettings(tenantKey, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor(tenantKey, request.query, next), sources } }
    }),
})
