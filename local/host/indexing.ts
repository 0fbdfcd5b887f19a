import { MissingSetting, type Settings } from './app-settings'
import { describeFunction, type HostedFunction } from './functions'
import type { FunctionMetadata, LogLevel } from './protocol'

interface Indexing {
  settings: Settings
  /** Throws `MissingSetting` when a connection of the function cannot be used. */
  checkConnections: (f: HostedFunction) => void
  say: (text: string, level?: LogLevel) => void
}

/**
 * Reads what the app registered. A function that lacks an app setting is in error, as on Azure: the log names it, and the others
 * run without it. Throws for what this host does not support.
 */
export function indexFunctions(registered: FunctionMetadata[], { settings, checkConnections, say }: Indexing) {
  const functions: HostedFunction[] = []
  for (const metadata of registered) {
    try {
      const f = describeFunction(metadata, settings)
      checkConnections(f)
      functions.push(f)
    } catch (error) {
      if (!(error instanceof MissingSetting)) throw error
      say(`${error.message}: the function is in error and does not run`, 'error')
      continue
    }
    if (metadata.retryOptions)
      say(
        `function ${metadata.name}: Azure ignores the retry policy of a Service Bus trigger, and so does this host`,
        'warning',
      )
  }
  if (functions.length === 0) say('the app registered no function that can run', 'warning')
  return functions
}
