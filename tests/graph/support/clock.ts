import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../../src/shared/clock'

/** The time limit of one attempt. A sleep of this length is that timeout, not a wait. */
const ATTEMPT_TIMEOUT_MS = 60_000

interface Sleeper {
  at: number
  wake(): void
}

/** Sleeps until `wake` is called, or until the signal aborts. */
function sleepUntilWoken(sleepers: Set<Sleeper>, at: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const sleeper = {
      at,
      wake() {
        sleepers.delete(sleeper)
        signal?.removeEventListener('abort', stop)
        resolve()
      },
    }
    const stop = () => {
      sleepers.delete(sleeper)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
    sleepers.add(sleeper)
  })
}

/** A clock that stands still until `advance`, which wakes sleepers in order. For tests without a network. */
export function manualClock(start = 1_000_000) {
  let now = start
  const sleepers = new Set<Sleeper>()
  return {
    now: () => now,
    random: () => 0.5,
    sleep: (ms: number, signal?: AbortSignal) => sleepUntilWoken(sleepers, now + ms, signal),
    sleeping: () => sleepers.size,
    async advance(ms: number) {
      const end = now + ms
      await turn()
      for (;;) {
        const next = [...sleepers].sort((a, b) => a.at - b.at)[0]
        if (!next || next.at > end) break
        now = Math.max(now, next.at)
        next.wake()
        await turn()
      }
      now = end
    },
  } satisfies Clock & Record<string, unknown>
}

/**
 * A clock that skips every wait and records it, for tests with a real server. Timeouts of attempts occur only at
 * `expire`. After `freeze`, waits last until their signal aborts.
 */
export function skippingClock(start = Date.parse('2026-03-01T12:00:00Z')) {
  let now = start
  let frozen = false
  const waits: number[] = []
  const timeouts = new Set<Sleeper>()
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    timeouts: () => timeouts.size,
    freeze() {
      frozen = true
    },
    expire() {
      for (const timeout of timeouts) timeout.wake()
    },
    async sleep(ms: number, signal?: AbortSignal) {
      if (ms === ATTEMPT_TIMEOUT_MS) return sleepUntilWoken(timeouts, now + ms, signal)
      signal?.throwIfAborted()
      waits.push(ms)
      if (frozen) return sleepUntilWoken(new Set(), 0, signal)
      now += ms
      await turn()
      signal?.throwIfAborted()
    },
  } satisfies Clock & Record<string, unknown>
}
