import {
  context,
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api'
import { toAppError } from '../shared/errors'
import { noTelemetry, type SpanNotes, type SpanOptions, type Telemetry } from '../shared/telemetry'

const kinds = {
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  client: SpanKind.CLIENT,
} as const

/** Makes the part of telemetry that tells of traces. */
export function createSpans(tracer: Tracer): Pick<Telemetry, 'span' | 'traceparent'> {
  return {
    async span(name, options, work) {
      const { kind = 'internal', inside = false, attributes = {} } = options
      if (inside && !isKept(trace.getSpanContext(context.active()))) return noTelemetry.span(name, options, work)
      const { parent, links } = placeOf(options)
      // the exporter takes the name of a consumer's request from this attribute alone (1.0.0-beta.42, `spanUtils`)
      const named = kind === 'consumer' ? { ...attributes, 'ai.operation.name': name } : attributes
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes: named, links }, parent)
      try {
        return await context.with(trace.setSpan(parent, span), () => work(notesOf(span)))
      } catch (error) {
        notesOf(span).fail(toAppError(error).code)
        throw error
      } finally {
        span.end()
      }
    },
    traceparent() {
      const around = trace.getSpanContext(context.active())
      return around ? formatTraceparent(around) : null
    },
  }
}

/** Where a span belongs: into the trace of its parent, else into that of the work around it. */
function placeOf({ parent, linked = false }: SpanOptions): { parent: Context; links: Link[] } {
  const around = context.active()
  if (parent === undefined) return { parent: around, links: [] }
  const own = parent === null ? undefined : parseTraceparent(parent)
  const { traceId } = own ?? {}
  const other = trace.getSpanContext(around)
  const links = linked && other && other.traceId !== traceId ? [{ context: other }] : []
  return { parent: own ? trace.setSpanContext(ROOT_CONTEXT, own) : ROOT_CONTEXT, links }
}

const notesOf = (span: Span): SpanNotes => ({
  add: (attributes) => void span.setAttributes(attributes),
  // the code and nothing else: a message may name what a person wrote. Twice, because Microsoft's exporter drops `error.type`
  fail: (code) =>
    void span.setAttributes({ 'error.type': code, code }).setStatus({ code: SpanStatusCode.ERROR, message: code }),
})

/** Of a trace that is not kept, no part needs to be told. */
const isKept = (around: SpanContext | undefined) =>
  around !== undefined && (around.traceFlags & TraceFlags.SAMPLED) !== 0

const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext) =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`

/** Reads a W3C `traceparent`; undefined: it is none. */
function parseTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text) ?? []
  if (!traceId || !spanId || !flags) return undefined
  return { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true }
}
