import { app } from '@azure/functions'
import { backend } from '../src/main'

app.http('worker-health', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'worker-health',
  handler: async () => {
    const health = await backend.health()
    if ('code' in health) return { status: 500, jsonBody: { status: 'unhealthy', error: health.code } }
    return { status: 200, jsonBody: { status: 'healthy', queue: health.queue } }
  },
})
