import { app } from '@azure/functions'
import type { Backend } from '../src/app'
import { inInvocation } from './invocation'

/** Registers the one timer. A second one that is due in the same minute would start another instance (functions-host #11943). */
export function registerTimer(backend: Backend): void {
  app.timer('tick', {
    schedule: '0 * * * * *',
    handler: async (_timer, context) => {
      await inInvocation(backend, 'tick', context, () => backend.reconcile(null))
    },
  })
}
