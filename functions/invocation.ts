import type { InvocationContext } from '@azure/functions'
import type { Backend } from '../src/app'

/** Runs the work of a trigger: what it logs is logged as this invocation, with its level, and in the host's trace. */
export function inInvocation<T>(
  backend: Backend,
  name: string,
  context: InvocationContext,
  work: () => Promise<T>,
): Promise<T> {
  const log = {
    info: (line: string) => context.info(line),
    warn: (line: string) => context.warn(line),
    error: (line: string) => context.error(line),
  }
  return backend.invocation(name, { log, traceparent: context.traceContext?.traceParent ?? null }, work)
}
