import type { Clock } from '../clock'
import type { LogLevel } from './protocol'

interface ListenerStart {
  /** The name of the function. */
  name: string
  /** Rejects when the listener could not be started; it is then called again. */
  start: () => Promise<void>
  isStopping: () => boolean
  clock: Clock
  say: (text: string, level?: LogLevel) => void
}

const firstDelayMs = 2000
const maxDelayMs = 120_000

/**
 * Starts a listener as the real host does: one that cannot be started stops nothing else, and is tried again after 2 s, 4 s and so
 * on, at most every 2 min (Azure/azure-webjobs-sdk `FunctionListener.cs`). Resolves after the first try.
 */
export async function startListener(listener: ListenerStart, failures = 0): Promise<void> {
  const { name, start, isStopping, clock, say } = listener
  if (isStopping()) return
  try {
    await start()
    if (failures > 0) say(`the listener of function ${name} has started`)
  } catch (error) {
    say(`the listener of function ${name} was unable to start: ${(error as Error).message}`, 'error')
    const delay = Math.min(firstDelayMs * 2 ** failures, maxDelayMs)
    clock.after(delay, () => void startListener(listener, failures + 1))
  }
}
