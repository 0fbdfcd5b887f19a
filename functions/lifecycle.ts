import { app } from '@azure/functions'
import { backend } from '../src/main'

// the host allows about five seconds: hand running attempts back, then close the connections
app.hook.appTerminate(async () => {
  await backend.drain()
  await backend.close()
})
