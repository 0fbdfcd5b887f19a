import type { MetricName } from './metrics'

/** Told of a span, a measurement or a record: no secret, no text of a person. */
export type Attributes = Readonly<Record<string, string | number | boolean>>

export interface SpanOptions {
  /** `consumer`: begins work that a message brought. Default: a part of the work around it. */
  kind?: 'consumer' | 'producer' | 'client'
  /** The W3C `traceparent` of the trace that it belongs to. Default: the work around it. */
  parent?: string | null
  /** True: with `parent`, links to the work around it, which is of another trace. */
  linked?: boolean
  attributes?: Attributes
}

/** What the rooms tell of their work. Where no telemetry is wanted, `noTelemetry` runs the work and nothing else. */
export interface Telemetry {
  /** Runs the work as a span. What throws marks the span with the code of its error, and is thrown on. */
  span<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T>
  /** The W3C `traceparent` of the work around the call; null: there is none. */
  traceparent(): string | null
  measure(metric: MetricName, value: number, attributes?: Attributes): void
}

export const noTelemetry: Telemetry = {
  span: (_name, _options, work) => work(),
  traceparent: () => null,
  measure: () => {},
}
