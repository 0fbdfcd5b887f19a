import type { Interrupted } from '../../cli/interrupt'
import { aborted, causeOf } from '../stack/aborted'
import { type Stack, type StackOptions, startStack } from '../stack/stack'
import { heldBack } from './held-back'
import { abortOnInterrupt } from './interrupt'

/**
 * Starts a stack, runs `work`, and always stops the stack. Returns the exit code of the process. `partsMayEnd`: `work`
 * stops parts itself, so that is no failure.
 */
export async function withStack(
  { partsMayEnd = false, ...options }: StackOptions & { partsMayEnd?: boolean },
  work: (stack: Stack, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { signal, release } = abortOnInterrupt()
  const { onLine, drop, flush } = heldBack(options.onLine ?? (() => {}))
  let stack: Stack | undefined
  console.log('Starting')
  signal.addEventListener('abort', () => {
    drop()
    console.log('\nStopping')
  })
  try {
    const onReady = (part: string, port: number) => console.log(`  ${part} on port ${port}`)
    stack = await startStack({ onReady, ...options, onLine }, signal)
    const over = partsMayEnd ? signal : AbortSignal.any([signal, stack.broken])
    return await Promise.race([work(stack, over), aborted(over)])
  } catch (error) {
    const cause = stack && !partsMayEnd ? await causeOf(error, stack.broken) : error
    if (signal.aborted) return (signal.reason as Interrupted).exitCode
    drop()
    console.error(cause instanceof Error ? cause.message : String(cause))
    return 1
  } finally {
    await stack?.stop()
    flush()
    release()
  }
}
