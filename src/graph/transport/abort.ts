import { setMaxListeners } from 'node:events'

/**
 * A signal of one's own that also aborts with another. `AbortSignal.any` would do, but on Node 20 a long-lived signal
 * remembers every one that was ever made from it; `unlink` makes it forget.
 */
export function linkedController(signal: AbortSignal): { controller: AbortController; unlink: () => void } {
  const controller = new AbortController()
  expectManyListeners(controller.signal)
  const abort = () => controller.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return { controller, unlink: () => signal.removeEventListener('abort', abort) }
}

/** Every request under way and every wait listens: Node would warn of a leak from the eleventh on. */
export function expectManyListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal)
}
