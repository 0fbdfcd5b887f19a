import type { Option } from 'commander'
import type { RunView } from './answers'
import type { Api } from './http'
import type { Typed } from './usage'

/** The options of every command that say which API it calls, and how it prints. */
export interface ConnectionOptions {
  url?: string
  tenant?: string
  apiClientId?: string
  json?: true
}

/** What the commands get from whoever makes the program. */
export interface Outside {
  /** How a command is typed, for hints. */
  typed: Typed
  /** What every command understands. */
  options: readonly Option[]
  /** Where the API is. Throws a `UsageError` that says what is missing. */
  connect(options: ConnectionOptions): Api
  /** Where Service Bus is, as TENANTPILOT_SERVICEBUS says it. Undefined: nobody said. */
  serviceBus?(): string | undefined
  /** Prints what the API does not tell about a run that ended. */
  afterRun?(run: RunView): Promise<void>
}

/** The same for commands that are about no tenant: none is asked for. */
export const ofNoTenant = (outside: Outside): Outside => ({
  ...outside,
  options: outside.options.filter(({ long }) => long !== '--tenant'),
  connect: (options) => outside.connect({ ...options, tenant: options.tenant ?? 'none' }),
})
