import { setTimeout as delay } from 'node:timers/promises'

/** Time and chance, injected wherever they matter so that a test holds them in its hand. */
export interface Time {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number in [0, 1). */
  random(): number
}

export const systemClock: Time = {
  now: Date.now,
  sleep: async (ms, signal) => {
    signal?.throwIfAborted()
    await delay(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw error
    })
  },
  random: Math.random,
}
