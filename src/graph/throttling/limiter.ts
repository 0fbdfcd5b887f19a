import type { Clock } from '../../shared/clock'

export interface Pace {
  ratePerSecond: number
  inFlight: number
}

/** A token bucket with a bound on what is under way; whoever came first goes first. */
export interface Limiter {
  /** Waits for `units` tokens and one place; the function it resolves to gives the place back. */
  take(units: number, signal: AbortSignal): Promise<() => void>
  /** Empties the bucket: what starts next starts at the rate, without a burst. */
  drain(): void
}

interface Waiter {
  units: number
  start(): void
}

/**
 * In any window of t seconds at most `burst + rate · t` tokens are given out. `pace` is asked at every step, so a
 * rate that changes takes effect for those already waiting. `units` must not exceed `burst`.
 */
export function createLimiter({ clock, burst, pace }: { clock: Clock; burst: number; pace: () => Pace }): Limiter {
  const queue: Waiter[] = []
  let tokens = burst
  let filledAt = clock.now()
  let running = 0
  let alarm: AbortController | undefined

  function refill() {
    const now = clock.now()
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * pace().ratePerSecond)
    filledAt = now
  }

  function pump() {
    alarm?.abort()
    alarm = undefined
    for (let head = queue[0]; head && running < pace().inFlight; head = queue[0]) {
      refill()
      // what is missing by less than a thousandth is rounding
      if (tokens < head.units - 0.001) return wakeAfter(head.units - tokens)
      tokens -= head.units
      running++
      queue.shift()
      head.start()
    }
  }

  function wakeAfter(missing: number) {
    const ms = Math.ceil((missing / pace().ratePerSecond) * 1000)
    alarm = new AbortController()
    // aborted: somebody pumped before, and set the next alarm if one is needed
    clock.sleep(ms, alarm.signal).then(pump, () => {})
  }

  function release() {
    running--
    pump()
  }

  return {
    async take(units, signal) {
      signal.throwIfAborted()
      const { promise, resolve, reject } = withResolvers<void>()
      const waiter = { units, start: resolve }
      const leave = () => {
        const place = queue.indexOf(waiter)
        if (place === -1) return
        queue.splice(place, 1)
        reject(signal.reason)
        pump()
      }
      signal.addEventListener('abort', leave, { once: true })
      queue.push(waiter)
      pump()
      await promise.finally(() => signal.removeEventListener('abort', leave))
      return once(release)
    },
    drain() {
      tokens = 0
      filledAt = clock.now()
    },
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
