import { runComponent } from '../component'
import { bindPort } from '../ports'
import { startTelemetry, type TelemetryInfo, type TelemetryOptions } from './telemetry'
import { describeRun } from './traces/describe-run'
import { EndedRuns } from './traces/ended-runs'

/** The options that can be passed to another process as JSON. */
export type TelemetryProcessOptions = Omit<TelemetryOptions, 'log'> & {
  /** Prints each run that has ended as a tree. */
  prints?: boolean
}

/** How often it is looked whether a run can be printed. */
const lookMs = 250

runComponent<TelemetryProcessOptions, TelemetryInfo>(async ({ prints = false, ...options }) => {
  const log = (line: string) => console.log(`telemetry: ${line}`)
  const telemetry = await bindPort(options.port, (port) => startTelemetry({ ...options, port, log }))
  const { store, unknown: _unknown, addFault: _addFault, clearFaults: _clearFaults, stop, ...info } = telemetry
  const ended = new EndedRuns()
  if (prints) store.onRow((table, row) => ended.onRow(table, row, Date.now()))
  const timer = setInterval(() => {
    for (const jobId of ended.take(Date.now())) for (const line of describeRun(store, jobId) ?? []) console.log(line)
  }, lookMs)
  return {
    info,
    stop: async () => {
      clearInterval(timer)
      await stop()
    },
  }
})
