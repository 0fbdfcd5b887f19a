import type { MetricName } from './metrics'

/** Told of a span or a measurement: no secret, no text of a person. */
export type Attributes = Readonly<Record<string, string | number | boolean>>

export interface SpanOptions {
  /** `consumer`: begins work that a message brought. Default: a part of the work around it. */
  kind?: 'internal' | 'consumer' | 'producer' | 'client'
  /** The W3C `traceparent` of the trace that it belongs to; null: a trace of its own. Default: the work around it. */
  parent?: string | null
  /** True: with `parent`, links to the work around it, which is of another trace. */
  linked?: boolean
  /** True: without work around it there is no span, because it would be a trace of its own. */
  inside?: boolean
  attributes?: Attributes
}

/** Tells more of a span while its work goes on. */
export interface SpanNotes {
  add(attributes: Attributes): void
  /** Marks the span as failed, with the code of an error. */
  fail(code: string): void
}

/** What the rooms tell of their work. Where no telemetry is wanted, `noTelemetry` runs the work and nothing else. */
export interface Telemetry {
  /** Runs the work as a span. What throws marks the span with the code of its error, and is thrown on. */
  span<T>(name: string, options: SpanOptions, work: (notes: SpanNotes) => Promise<T>): Promise<T>
  /** The W3C `traceparent` of the work around the call; null: there is none. */
  traceparent(): string | null
  measure(metric: MetricName, value: number, attributes?: Attributes): void
}

const nothing: SpanNotes = { add: () => {}, fail: () => {} }

export const noTelemetry: Telemetry = {
  span: (_name, _options, work) => work(nothing),
  traceparent: () => null,
  measure: () => {},
}
