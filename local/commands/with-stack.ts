import { setTimeout as delay } from 'node:timers/promises'
import { type Stack, type StackOptions, startStack } from '../stack/stack'
import { aborted, Interrupted, lifetime } from './lifetime'

/**
 * Does something while a stack is up and ends the stack whatever happens. An interruption while it still starts waits
 * for the start to settle: nothing is left half begun. `mayBreak`: the work itself ends parts of it. Gives the process's
 * exit code.
 */
export async function withStack(
  { mayBreak = false, ...options }: StackOptions & { mayBreak?: boolean },
  work: (stack: Stack, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { signal, release } = lifetime()
  let stack: Stack | undefined
  console.log('Starting')
  try {
    stack = await startStack({ onReady: (part, port) => console.log(`  ${part} on port ${port}`), ...options })
    signal.throwIfAborted()
    return await Promise.race([work(stack, signal), aborted(signal), ...(mayBreak ? [] : [stack.broken])])
  } catch (error) {
    if (error instanceof Interrupted) return error.exitCode
    // Ctrl-C goes to every process of a terminal, and a part may have ended of it before this one has heard of it
    await Promise.race([aborted(signal).catch(() => {}), delay(300)])
    if (signal.aborted) return (signal.reason as Interrupted).exitCode
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    await stack?.stop()
    release()
  }
}
