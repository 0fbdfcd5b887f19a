import type { Envelope } from './envelope'
import type { Row, TableName } from './tables'

const severityLevels = { Verbose: 0, Information: 1, Warning: 2, Error: 3, Critical: 4 } as const

/** The row that Log Analytics makes of an envelope, and its table. */
export function toRow(envelope: Envelope): { table: TableName; row: Row } {
  const { time, tags, sampleRate, data } = envelope
  const { properties = {}, measurements = {} } = data.baseData
  const common = {
    TimeGenerated: time,
    OperationId: tags['ai.operation.id'] ?? '',
    OperationName: tags['ai.operation.name'] ?? '',
    ParentId: tags['ai.operation.parentId'] ?? '',
    AppRoleName: tags['ai.cloud.role'] ?? '',
    AppRoleInstance: tags['ai.cloud.roleInstance'] ?? '',
    AppVersion: tags['ai.application.ver'] ?? '',
    SDKVersion: tags['ai.internal.sdkVersion'] ?? '',
    // one that was kept stands for those that were sampled out
    ItemCount: Math.round(100 / sampleRate),
    Properties: properties,
    Measurements: measurements,
  }
  const { table, own } = ownColumns(data)
  return { table, row: { ...common, ...own } }
}

function ownColumns(data: Envelope['data']): { table: TableName; own: Row } {
  switch (data.baseType) {
    case 'MessageData': {
      const { message, severityLevel } = data.baseData
      return { table: 'AppTraces', own: { Message: message, SeverityLevel: severityOf(severityLevel) } }
    }
    case 'ExceptionData': {
      const { exceptions, severityLevel, problemId = '' } = data.baseData
      const [outer] = exceptions
      const own = { ProblemId: problemId, ExceptionType: outer?.typeName ?? '', OuterMessage: outer?.message ?? '' }
      return {
        table: 'AppExceptions',
        own: { ...own, SeverityLevel: severityOf(severityLevel), Details: exceptions },
      }
    }
    case 'RequestData': {
      const { responseCode, url = '', source = '' } = data.baseData
      return { table: 'AppRequests', own: { ...spanOf(data.baseData, responseCode), Url: url, Source: source } }
    }
    case 'RemoteDependencyData': {
      const { resultCode, type, target = '', data: text = '' } = data.baseData
      const own = { DependencyType: type, Target: target, Data: text }
      return { table: 'AppDependencies', own: { ...spanOf(data.baseData, resultCode), ...own } }
    }
    case 'MetricData': {
      const [{ name, value, count = 1, min = value, max = value }] = data.baseData.metrics
      return { table: 'AppMetrics', own: { Name: name, Sum: value, ItemCount: count, Min: min, Max: max } }
    }
  }
}

type Span = Extract<Envelope['data'], { baseType: 'RequestData' }>['baseData']

const spanOf = (
  { id, name = '', duration, success }: Pick<Span, 'id' | 'name' | 'duration' | 'success'>,
  code: string,
) => ({
  Id: id,
  Name: name,
  DurationMs: toMilliseconds(duration),
  Success: success,
  ResultCode: code,
})

const severityOf = (level: keyof typeof severityLevels | undefined) => (level ? severityLevels[level] : null)

/** Reads `HH:MM:SS.fff`, with days in front of it or not. */
function toMilliseconds(duration: string): number {
  const [, days = '0', hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(duration)!
  const ms = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000
  return Math.round(ms * 10_000) / 10_000
}
