import { context, trace } from '@opentelemetry/api'
import { createSpans } from '../../src/telemetry/spans'

const parent = `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`

// the API without an SDK: it hands the parent's context on
const { span, traceparent } = createSpans(trace.getTracer('test'))

test.each(['', 'x', `00-${'a'.repeat(31)}-${'b'.repeat(16)}-01`, 'ff', '00-<script>'])(
  'a traceparent that is none (%j) begins a trace of its own',
  async (text) => {
    await expect(span('x', { parent: text }, async () => 'done')).resolves.toBe('done')
  },
)

test('outside of any work there is no traceparent', () => {
  expect(traceparent()).toBeNull()
})

test('the work of a span is inside of its parent', async () => {
  const around: (string | undefined)[] = []
  const tracer = {
    ...trace.getTracer('test'),
    startSpan: (_name: string, _options: object, place = context.active()) => {
      around.push(trace.getSpanContext(place)?.traceId)
      return trace.wrapSpanContext(trace.getSpanContext(place)!)
    },
  }
  const spans = createSpans(tracer)
  await spans.span('x', { parent }, async () => {})
  expect(around).toEqual(['a1'.repeat(16)])
})

test('what only belongs into other work is no span without any', async () => {
  let started = 0
  const tracer = { ...trace.getTracer('test'), startSpan: () => (started++, trace.getTracer('test').startSpan('x')) }
  const spans = createSpans(tracer)
  expect(await spans.span('x', { inside: true }, async () => 1)).toBe(1)
  expect(started).toBe(0)
})
