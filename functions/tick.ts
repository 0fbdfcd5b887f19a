import { app } from '@azure/functions'
import { backend } from '../src/main'

// the only timer: timers that are due in one minute each start an instance of their own (functions-host #11943)
app.timer('tick', {
  schedule: '0 * * * * *',
  handler: async () => {
    await backend.reconcile(null)
  },
})
