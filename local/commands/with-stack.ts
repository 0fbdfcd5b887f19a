import { setTimeout as delay } from 'node:timers/promises'
import { type Stack, type StackOptions, startStack } from '../stack/stack'
import { Interrupted } from '../../cli/interrupt'
import { abortOnInterrupt, aborted } from './interrupt'

/**
 * Starts a stack, runs `work`, and always stops the stack. Returns the exit code of the process. `partsMayEnd`: `work`
 * stops parts itself, so that is no failure.
 */
export async function withStack(
  { partsMayEnd = false, ...options }: StackOptions & { partsMayEnd?: boolean },
  work: (stack: Stack, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { signal, release } = abortOnInterrupt()
  let stack: Stack | undefined
  console.log('Starting')
  try {
    stack = await startStack({ onReady: (part, port) => console.log(`  ${part} on port ${port}`), ...options })
    signal.throwIfAborted()
    return await Promise.race([work(stack, signal), aborted(signal), ...(partsMayEnd ? [] : [stack.broken])])
  } catch (error) {
    if (error instanceof Interrupted) return error.exitCode
    // Ctrl-C reaches every process of the terminal: a part may have ended before our own signal handler runs
    await Promise.race([aborted(signal).catch(() => {}), delay(300)])
    if (signal.aborted) return (signal.reason as Interrupted).exitCode
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    await stack?.stop()
    release()
  }
}
