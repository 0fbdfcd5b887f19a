import type { Clock } from '../../shared/clock'

/** How fast requests may start, and how many may run at once. */
export interface Pace {
  ratePerSecond: number
  inFlight: number
}

/** A token bucket that also limits how many requests run at once. First come, first served. */
export interface Limiter {
  /** Waits for `units` tokens and one free place. Resolves to the function that gives the place back. */
  acquire(units: number, signal: AbortSignal): Promise<() => void>
  /** Empties the bucket: the next requests start at the rate, without a burst. */
  drain(): void
}

interface Waiter {
  units: number
  start(): void
}

/**
 * Gives out at most `burst + rate · t` tokens in any t seconds. `pace` is read at every step, so a new rate also
 * applies to requests that already wait. `units` must not exceed `burst`, or they would wait for ever.
 */
export function createLimiter({ clock, burst, pace }: { clock: Clock; burst: number; pace: () => Pace }): Limiter {
  const queue: Waiter[] = []
  let tokens = burst
  let filledAt = clock.now()
  let running = 0
  let timer: AbortController | undefined

  function refill() {
    const now = clock.now()
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * pace().ratePerSecond)
    filledAt = now
  }

  function startWaiting() {
    timer?.abort()
    timer = undefined
    for (let head = queue[0]; head && running < pace().inFlight; head = queue[0]) {
      refill()
      // a gap below a thousandth of a token is a rounding error
      if (tokens < head.units - 0.001) return wakeAfter(head.units - tokens)
      tokens -= head.units
      running++
      queue.shift()
      head.start()
    }
  }

  function wakeAfter(missing: number) {
    const ms = Math.ceil((missing / pace().ratePerSecond) * 1000)
    timer = new AbortController()
    // when aborted, another call of `startWaiting` came first and has set its own timer
    clock.sleep(ms, timer.signal).then(startWaiting, () => {})
  }

  function release() {
    running--
    startWaiting()
  }

  return {
    async acquire(units, signal) {
      signal.throwIfAborted()
      const { promise, resolve, reject } = withResolvers<void>()
      const waiter = { units, start: resolve }
      const leaveQueue = () => {
        const place = queue.indexOf(waiter)
        if (place === -1) return
        queue.splice(place, 1)
        reject(signal.reason)
        startWaiting()
      }
      signal.addEventListener('abort', leaveQueue, { once: true })
      queue.push(waiter)
      startWaiting()
      await promise.finally(() => signal.removeEventListener('abort', leaveQueue))
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
