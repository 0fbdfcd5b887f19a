// Sends the telemetry of one sync with Microsoft's own exporter, as an app would. Arguments as JSON: connectionString, jobId,
// token (sent where it is given), ratio (of traces that are kept).
'use strict'
const { useAzureMonitor, shutdownAzureMonitor } = require('@azure/monitor-opentelemetry')
const { metrics, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api')
const { logs, SeverityNumber } = require('@opentelemetry/api-logs')

const { connectionString, jobId, token, ratio = 1 } = JSON.parse(process.argv[2])
useAzureMonitor({
  azureMonitorExporterOptions: {
    connectionString,
    disableOfflineStorage: true,
    ...(token && { credential: { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) } }),
  },
  tracesPerSecond: 0,
  samplingRatio: ratio,
})

const tracer = trace.getTracer('test')
const within = (name, options, work) =>
  tracer.startActiveSpan(name, options, (span) => {
    work(span)
    span.end()
  })
const graph = (path, status) => {
  const url = `https://graph.example/v1.0/deviceManagement/${path}`
  const attributes = { 'http.request.method': 'GET', 'url.full': url, 'server.address': 'graph.example' }
  within('GET', { kind: SpanKind.CLIENT, attributes }, (span) => {
    span.setAttribute('http.response.status_code', status)
    if (status >= 400) span.setStatus({ code: SpanStatusCode.ERROR })
  })
}
const record = (body, severityNumber, attributes) =>
  logs
    .getLogger('test')
    .emit({ body, severityNumber, attributes: { jobId, attempt: 1, operation: 'policy.sync', ...attributes } })

const server = { 'http.request.method': 'POST', 'url.full': 'https://api.example/api/tenants/x/sync' }
within('POST sync', { kind: SpanKind.SERVER, attributes: server }, (http) => {
  http.setAttribute('http.response.status_code', 202)
  within('send intune-sync-queue', { kind: SpanKind.PRODUCER }, () => {})
  const run = { jobId, attempt: 1, operation: 'policy.sync', tenantId: 'contoso' }
  within(
    'run policy.sync',
    { kind: SpanKind.CONSUMER, attributes: { ...run, 'ai.operation.name': 'run policy.sync' } },
    () => {
      record('job_start', SeverityNumber.INFO, {})
      for (let i = 0; i < 30; i++) graph(`configurationPolicies('${i}')/settings?$top=1000`, i === 3 ? 429 : 200)
      graph('configurationPolicies', 200)
      within('db worker', { attributes: { 'db.system': 'postgresql' }, kind: SpanKind.CLIENT }, () => {})
      record('job_complete', SeverityNumber.INFO, {
        status: 'partial',
        durationMs: 12340,
        processed: 30,
        throttledMs: 0,
      })
      record('bug', SeverityNumber.ERROR, {
        'exception.type': 'TypeError',
        'exception.message': 'x is undefined',
        'exception.stacktrace': 'at f (app.js:1:1)',
      })
    },
  )
})
metrics.getMeter('test').createHistogram('tenantpilot.run.duration', { unit: 's' }).record(2.5, { status: 'partial' })
metrics.getMeter('test').createGauge('tenantpilot.runs').record(4, { state: 'waiting' })

// shutting down sends what is left
void shutdownAzureMonitor().then(() => process.exit(0))
