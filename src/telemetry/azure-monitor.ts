import { setLogLevel } from '@azure/logger'
import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry'
import { metrics, trace } from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import type { LogSink } from '../shared/log'
import { atMost } from '../shared/timeout'
import type { Telemetry } from '../shared/telemetry'
import { watchFetch } from './graph-requests'
import { createMeasurements } from './measurements'
import { records } from './records'
import { createSpans } from './spans'

/** Where telemetry goes, and how many traces. */
export interface AzureMonitorOptions {
  connectionString: string
  /** Which share of the traces is kept, 0 to 1. Log records and metrics are never sampled. */
  samplingRatio: number
  /** Signs in to Application Insights. Absent: the connection string is enough. */
  credential: Credential | undefined
}

type ExporterOptions = NonNullable<NonNullable<Parameters<typeof useAzureMonitor>[0]>['azureMonitorExporterOptions']>
type Credential = NonNullable<ExporterOptions['credential']>

/** Telemetry that leaves the process. */
export interface ExportedTelemetry {
  telemetry: Telemetry
  sink: LogSink
  /** Sends what is left, and ends. Never throws. */
  close(): Promise<void>
}

/** The host allows a shutdown about five seconds, of which running attempts get four. Milliseconds. */
const closeMs = 1_000

/** Nothing of these runs here, and each one costs CPU at the start. */
const off = { enabled: false }
const instrumentationOptions = {
  http: off,
  azureSdk: off,
  mongoDb: off,
  mySql: off,
  postgreSql: off,
  redis: off,
  redis4: off,
  bunyan: off,
  winston: off,
}

/**
 * Begins to send traces, metrics and log records to Application Insights. Once per process, because OpenTelemetry's providers are
 * global.
 */
export function startAzureMonitor({
  connectionString,
  samplingRatio,
  credential,
}: AzureMonitorOptions): ExportedTelemetry {
  // the name of the app on Azure, else the SDK calls it by the path of Node
  process.env.OTEL_SERVICE_NAME ??= process.env.WEBSITE_SITE_NAME ?? 'tenantpilot'
  // no file beside the package configures it
  process.env.APPLICATIONINSIGHTS_CONFIGURATION_CONTENT ??= '{}'
  // the SDK's own usage figures, for Microsoft
  process.env.APPLICATION_INSIGHTS_NO_STATSBEAT ??= 'true'
  useAzureMonitor({
    azureMonitorExporterOptions: { connectionString, ...(credential && { credential }) },
    samplingRatio,
    // 0: `samplingRatio` counts. The default is five traces a second
    tracesPerSecond: 0,
    enableTraceBasedSamplingForLogs: false,
    enableLiveMetrics: false,
    enableStandardMetrics: false,
    enablePerformanceCounters: false,
    instrumentationOptions,
  })
  // the distro lets every SDK of Azure print its warnings
  setLogLevel(undefined)
  watchFetch()
  const name = 'tenantpilot'
  return {
    telemetry: { ...createSpans(trace.getTracer(name)), ...createMeasurements(metrics.getMeter(name)) },
    sink: records(logs.getLogger(name)),
    close: () => atMost(closeMs, Promise.resolve(shutdownAzureMonitor())),
  }
}
