import { setMaxListeners } from 'node:events'

/**
 * Makes a controller that also aborts with `signal`; call `unlink` when it is no longer needed. `AbortSignal.any` would
 * leak: on Node 20 a long-lived signal keeps every signal that was made from it.
 */
export function linkedController(signal: AbortSignal): { controller: AbortController; unlink: () => void } {
  const controller = new AbortController()
  expectManyListeners(controller.signal)
  const abort = () => controller.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return { controller, unlink: () => signal.removeEventListener('abort', abort) }
}

/**
 * Turns off Node's leak warning: every request and every wait listens, and Node warns from the eleventh listener on.
 */
export function expectManyListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal)
}
