import * as z from 'zod'

const common = {
  ver: z.literal(2),
  properties: z.record(z.string(), z.string()).optional(),
  measurements: z.record(z.string(), z.number()).optional(),
}
const SeverityLevel = z.enum(['Verbose', 'Information', 'Warning', 'Error', 'Critical'])
const span = {
  ...common,
  id: z.string(),
  // of a message's work it has none, unless the span names its operation
  name: z.string().optional(),
  duration: z.string().regex(/^(?:\d+\.)?\d{2}:\d{2}:\d{2}(?:\.\d+)?$/),
  success: z.boolean(),
}

const Message = z.strictObject({ ...common, message: z.string(), severityLevel: SeverityLevel.optional() })
const Exception = z.strictObject({
  ...common,
  severityLevel: SeverityLevel.optional(),
  problemId: z.string().optional(),
  exceptions: z.array(
    z.strictObject({ typeName: z.string(), message: z.string(), hasFullStack: z.boolean(), stack: z.string() }),
  ),
})
const Request = z.strictObject({
  ...span,
  responseCode: z.string(),
  source: z.string().optional(),
  url: z.string().optional(),
})
const Dependency = z.strictObject({
  ...span,
  name: z.string(),
  resultCode: z.string(),
  type: z.string(),
  target: z.string().optional(),
  data: z.string().optional(),
})
const Metric = z.strictObject({
  ...common,
  metrics: z.tuple([
    z.strictObject({
      name: z.string(),
      kind: z.literal('Aggregation').optional(),
      value: z.number(),
      count: z.int().optional(),
      min: z.number().optional(),
      max: z.number().optional(),
    }),
  ]),
})

const envelopeOf = <Kind extends string, Base extends z.ZodType>(name: string, kind: Kind, base: Base) =>
  z.strictObject({
    ver: z.literal(1),
    name: z.literal(`Microsoft.ApplicationInsights.${name}`),
    time: z.iso.datetime(),
    sampleRate: z.number().gt(0).max(100),
    iKey: z.string(),
    tags: z.record(z.string(), z.string()),
    data: z.strictObject({ baseType: z.literal(kind), baseData: base }),
  })

/** One item of telemetry, as the exporter of Azure Monitor sends it. Whatever else stands there is refused. */
export const Envelope = z.discriminatedUnion('name', [
  envelopeOf('Message', 'MessageData', Message),
  envelopeOf('Exception', 'ExceptionData', Exception),
  envelopeOf('Request', 'RequestData', Request),
  envelopeOf('RemoteDependency', 'RemoteDependencyData', Dependency),
  envelopeOf('Metric', 'MetricData', Metric),
])
export type Envelope = z.output<typeof Envelope>
