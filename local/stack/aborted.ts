import { setTimeout as delay } from 'node:timers/promises'

/** Within this time a part that broke shows, after it made something else fail. */
const causeMs = 300

/** Rejects with the signal's reason when it aborts; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

/** Returns why something failed: the signal's reason where that aborts now, else the error itself. */
export async function causeOf(error: unknown, signal: AbortSignal): Promise<unknown> {
  await Promise.race([delay(causeMs), aborted(signal).catch(() => {})])
  return signal.aborted ? signal.reason : error
}
