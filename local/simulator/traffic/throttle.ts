import type { ThrottleMode } from '../options'
import { SlidingWindow } from './window'

interface Limits {
  windowMs: number
  /** Per app per tenant. */
  any: number
  writes: number
  /** Per tenant, all apps. */
  tenantAny: number
  tenantWrites: number
  /** Retry-After in seconds; null: until the window allows a request. */
  retryAfter: number | null
}

const modes: Readonly<Record<ThrottleMode, Limits | null>> = {
  documented: { windowMs: 20_000, any: 1000, writes: 100, tenantAny: 2000, tenantWrites: 200, retryAfter: null },
  tight: { windowMs: 5000, any: 60, writes: 10, tenantAny: 120, tenantWrites: 20, retryAfter: 2 },
  off: null,
}

/** Applies Graph's limits for Intune. A refused request counts too. */
export class Throttle {
  readonly #now: () => number
  readonly #windows = new Map<string, SlidingWindow>()
  #mode: ThrottleMode

  constructor(mode: ThrottleMode, now: () => number) {
    this.#mode = mode
    this.#now = now
  }

  get mode(): ThrottleMode {
    return this.#mode
  }

  set mode(mode: ThrottleMode) {
    this.#mode = mode
    this.#windows.clear()
  }

  /** Counts a request. Returns the seconds to wait when it exceeds a limit. */
  refuse(tenant: string, app: string, write: boolean): number | undefined {
    const limits = modes[this.#mode]
    if (!limits) return undefined
    const scopes: [string, number][] = [
      [`${tenant} ${app}`, limits.any],
      [tenant, limits.tenantAny],
    ]
    if (write) scopes.push([`${tenant} ${app} writes`, limits.writes], [`${tenant} writes`, limits.tenantWrites])
    const now = this.#now()
    let wait: number | undefined
    for (const [key, limit] of scopes) {
      const window = this.#window(key, limits.windowMs)
      if (window.add(now) > limit) wait = Math.max(wait ?? 0, window.until(limit, now))
    }
    if (wait === undefined) return undefined
    return limits.retryAfter ?? Math.max(1, Math.ceil(wait / 1000))
  }

  #window(key: string, ms: number): SlidingWindow {
    let window = this.#windows.get(key)
    if (!window) this.#windows.set(key, (window = new SlidingWindow(ms)))
    return window
  }
}
