import type { Clock } from './clock'

/** Does the work once at a time: whoever asks while it is under way gets the same outcome. */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined
  return () => (underWay ??= work().finally(() => (underWay = undefined)))
}

/** Gives the outcome of the work again for `ms` from its begin, and to all who ask meanwhile. */
export function remembered<T>(ms: number, clock: Pick<Clock, 'now'>, work: () => Promise<T>): () => Promise<T> {
  let last: { begun: number; outcome: Promise<T> } | undefined
  return () => {
    const now = clock.now()
    // also when the clock was set back
    if (!last || Math.abs(now - last.begun) >= ms) last = { begun: now, outcome: work() }
    return last.outcome
  }
}
