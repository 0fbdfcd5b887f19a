import { app } from '@azure/functions'
import { backend } from '../src/main'

// the worker has about five seconds: running attempts give their place back, then the connections are closed
app.hook.appTerminate(async () => {
  backend.drain()
  await backend.close()
})
