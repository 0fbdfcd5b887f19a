import { app } from '@azure/functions'
import type { Backend } from '../src/app'

/** Registers the shutdown: running attempts are handed back first, because the host allows about five seconds. */
export function registerShutdown(backend: Backend): void {
  app.hook.appTerminate(async () => {
    await backend.drain()
    await backend.close()
  })
}
