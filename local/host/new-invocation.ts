import { randomBytes, randomUUID } from 'node:crypto'
import type { HostedFunction } from './functions'
import type { InvocationRequest, TraceContext, TypedData } from './protocol'

/** Creates the request of one invocation. `caller` is the trace that an HTTP request came with (W3C Trace Context). */
export function newInvocation(
  f: HostedFunction,
  data: TypedData,
  { triggerMetadata = {}, caller }: { triggerMetadata?: Record<string, TypedData>; caller?: Caller } = {},
): InvocationRequest {
  return {
    invocationId: randomUUID(),
    functionId: f.id,
    inputData: [{ name: f.input, data }],
    triggerMetadata,
    traceContext: traceContext(caller),
  }
}

interface Caller {
  traceparent: string | undefined
  tracestate: string | undefined
}

/** Makes a new span: of the caller's trace, or of a new one that is not sampled. */
function traceContext(caller: Caller | undefined): TraceContext {
  const [, trace, flags] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(caller?.traceparent ?? '') ?? []
  const span = randomBytes(8).toString('hex')
  const traceParent = `00-${trace ?? randomBytes(16).toString('hex')}-${span}-${flags ?? '00'}`
  return { traceParent, traceState: (trace && caller?.tracestate) ?? '', attributes: {} }
}
