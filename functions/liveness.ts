import { app } from '@azure/functions'

// Loaded before the environment is read: where no function is registered yet, the host takes a failed start for an empty app
// and reports no error (Azure/azure-functions-nodejs-library #237).
app.http('healthLive', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'health/live',
  handler: () => ({ status: 200, jsonBody: { status: 'alive' } }),
})
