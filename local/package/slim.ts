import type { Plugin } from 'esbuild'

/**
 * What OpenTelemetry's SDK and Azure's distro load and we never use: exporters to other services, and instrumentations that are
 * turned off. They were half of the bundle, and parsing it costs CPU at each start.
 */
const leftOut =
  /^(@opentelemetry\/(exporter-|otlp-|propagator-|configuration$|winston-transport$|instrumentation-(bunyan|http|mongodb|mysql|pg|redis|winston)$)|@azure\/opentelemetry-instrumentation-azure-sdk$)/

/** Several versions of these are installed, because their dependants name each one exactly. */
const once = /^@opentelemetry\/(core|resources|sdk-metrics|sdk-trace|sdk-trace-base|instrumentation|api-logs)$/

/** Makes the bundle small: leaves out what is never used, and takes one copy, the distro's, of what is there several times. */
export const slim: Plugin = {
  name: 'slim',
  setup(build) {
    build.onResolve({ filter: leftOut }, ({ path }) => ({ path, namespace: 'left-out' }))
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
    build.onResolve({ filter: once }, async ({ path, kind, pluginData }) => {
      if (pluginData === 'resolved') return undefined
      const from = await build.resolve('@azure/monitor-opentelemetry', { kind: 'require-call', resolveDir: __dirname })
      const resolveDir = from.path.slice(
        0,
        from.path.lastIndexOf('monitor-opentelemetry') + 'monitor-opentelemetry'.length,
      )
      return build.resolve(path, { kind, resolveDir, pluginData: 'resolved' })
    })
  },
}
