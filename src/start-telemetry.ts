import type { Config } from './config'
import type { LogSink } from './shared/log'
import { noTelemetry, type Telemetry } from './shared/telemetry'
import type { startAzureMonitor } from './telemetry/azure-monitor'

interface Started {
  telemetry: Telemetry
  /** What takes log events besides the lines. */
  sinks: LogSink[]
  /** Sends what is left. Never throws. */
  close(): Promise<void>
}

const without: Started = { telemetry: noTelemetry, sinks: [], close: async () => {} }

type Options = Parameters<typeof startAzureMonitor>[0]

/** Starts telemetry where it is wanted. Its code is loaded only then: that costs CPU at each start. */
export function startTelemetry(wanted: Config['telemetry'], credential: Options['credential']): Started {
  if (!wanted) return without
  try {
    const start: typeof startAzureMonitor = require('./telemetry/azure-monitor').startAzureMonitor
    const { telemetry, sink, close } = start({ ...wanted, credential })
    return { telemetry, sinks: [sink], close }
  } catch {
    // the work goes on without it, and who sees that no sink is there says so
    return without
  }
}
