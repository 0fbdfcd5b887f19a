import { type Level, type LogEvent, logEvents } from './log-events'

/** Writes one event: a constant name, and fields without secrets. */
export type Log = (event: LogEvent, fields: Record<string, unknown>) => void

/** Takes one event with its level: a line for whoever watches the process, or a record of telemetry. */
export type LogSink = (event: LogEvent, level: Level, fields: Record<string, unknown>) => void

/** Makes a log that gives each event to all sinks. */
export function createLog(...sinks: LogSink[]): Log {
  return (event, fields) => {
    for (const sink of sinks) sink(event, logEvents[event], fields)
  }
}

/** Makes a sink that writes one JSON object per line. */
export function lines(write: (line: string, level: Level) => void): LogSink {
  return (event, level, fields) =>
    write(JSON.stringify({ event, timestamp: new Date().toISOString(), ...fields }), level)
}
