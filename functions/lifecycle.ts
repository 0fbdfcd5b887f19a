import { app } from '@azure/functions'
import { backend } from '../src/main'

// the host allows about five seconds: requeue running attempts, then close the connections
app.hook.appTerminate(async () => {
  backend.drain()
  await backend.close()
})
