import { app } from '@azure/functions'
import { answering } from '../src/http/problem'
import { readStartBody, readTenantKey } from '../src/http/requests'
import { accepted } from '../src/http/run-answers'
import { backend } from '../src/main'

app.http('start-sync', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'tenants/{tenantId}/sync',
  handler: (request) =>
    answering(async () => {
      const tenantKey = readTenantKey(request.params.tenantId)
      const body = readStartBody(await request.text())
      const admission = await backend.startSync({ tenantKey, ...body, requestedBy: 'http' })
      return accepted(admission, tenantKey, request.url)
    }),
})
