/** How a value of a column is stored. `real` and `int` are numbers; `dynamic` is an object. */
export type ColumnType = 'datetime' | 'string' | 'int' | 'real' | 'bool' | 'dynamic'

const common = {
  TimeGenerated: 'datetime',
  OperationId: 'string',
  OperationName: 'string',
  ParentId: 'string',
  AppRoleName: 'string',
  AppRoleInstance: 'string',
  AppVersion: 'string',
  SDKVersion: 'string',
  ItemCount: 'int',
  Properties: 'dynamic',
  Measurements: 'dynamic',
} as const
const spans = {
  ...common,
  Id: 'string',
  Name: 'string',
  DurationMs: 'real',
  Success: 'bool',
  ResultCode: 'string',
} as const

/** The tables of Log Analytics that Application Insights fills, with those of their columns that are filled here. */
export const tables = {
  AppTraces: { ...common, Message: 'string', SeverityLevel: 'int' },
  AppExceptions: {
    ...common,
    SeverityLevel: 'int',
    ProblemId: 'string',
    ExceptionType: 'string',
    OuterMessage: 'string',
    Details: 'dynamic',
  },
  AppRequests: { ...spans, Url: 'string', Source: 'string' },
  AppDependencies: { ...spans, DependencyType: 'string', Target: 'string', Data: 'string' },
  AppMetrics: { ...common, Name: 'string', Sum: 'real', Min: 'real', Max: 'real' },
} as const satisfies Record<string, Record<string, ColumnType>>

export type TableName = keyof typeof tables

/** A row: `datetime` is ISO 8601, `dynamic` an object, and a column without a value is null. */
export type Row = Readonly<Record<string, string | number | boolean | null | object>>

/** The texts by name that an application adds to a row. */
export function propertiesOf(row: Row): Readonly<Record<string, string>> {
  return (row['Properties'] ?? {}) as Record<string, string>
}
