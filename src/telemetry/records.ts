import { type AnyValueMap, type Logger, SeverityNumber } from '@opentelemetry/api-logs'
import type { LogSink } from '../shared/log'

const severities = { info: SeverityNumber.INFO, warn: SeverityNumber.WARN, error: SeverityNumber.ERROR } as const

/** Makes the sink that turns each event into one log record: its name is the body, its fields are the attributes. */
export function records(logger: Logger): LogSink {
  return (event, level, fields) =>
    logger.emit({
      body: event,
      severityNumber: severities[level],
      severityText: level,
      attributes: attributesOf(fields),
    })
}

/** Application Insights knows texts alone: what is a list or an object becomes JSON, and what is unknown is left out. */
function attributesOf(fields: Record<string, unknown>): AnyValueMap {
  const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  )
}
