import { app } from '@azure/functions'
import { backend } from '../src/main'

// keep this the only timer: each timer that is due in the same minute starts another instance (functions-host #11943)
app.timer('tick', {
  schedule: '0 * * * * *',
  handler: async () => {
    await backend.reconcile(null)
  },
})
