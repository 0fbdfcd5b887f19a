import { SlidingWindow } from './window'

export interface StatsReport {
  /** HTTP requests to Graph; a `$batch` counts once. */
  http: number
  /** Graph requests, including each one inside a `$batch` but not the `$batch` itself. */
  operations: number
  byTenant: Record<string, number>
  /** `GET /beta/deviceManagement/configurationPolicies/{id}/settings` → status → count. `dropped` for no answer. */
  byPath: Record<string, Record<string, number>>
  batches: number
  tokenRequests: { total: number; byTenant: Record<string, number>; byResult: Record<string, number> }
  /** Number of hits by kind of fault. */
  faults: Record<string, number>
  maxConcurrent: number
  /** Maximum number of operations within one second. */
  maxPerSecond: number
  /** Number of requests by path that is not served. */
  notServed: Record<string, number>
}

const nothing = (): StatsReport => ({
  http: 0,
  operations: 0,
  byTenant: {},
  byPath: {},
  batches: 0,
  tokenRequests: { total: 0, byTenant: {}, byResult: {} },
  faults: {},
  maxConcurrent: 0,
  maxPerSecond: 0,
  notServed: {},
})

/** Counts the requests since the last reset. */
export class Stats {
  readonly #now: () => number
  #report = nothing()
  #second = new SlidingWindow(1000)
  #concurrent = 0

  constructor(now: () => number) {
    this.#now = now
  }

  report(): StatsReport {
    return structuredClone(this.#report)
  }

  reset(): void {
    this.#report = nothing()
    this.#second = new SlidingWindow(1000)
    this.#report.maxConcurrent = this.#concurrent
  }

  /** Counts the start of a Graph request; the returned function counts its end. */
  begin(): () => void {
    this.#report.http++
    this.#concurrent++
    this.#report.maxConcurrent = Math.max(this.#report.maxConcurrent, this.#concurrent)
    let open = true
    return () => {
      if (open) this.#concurrent--
      open = false
    }
  }

  arrived(tenant: string): void {
    this.#report.operations++
    increment(this.#report.byTenant, tenant)
    this.#report.maxPerSecond = Math.max(this.#report.maxPerSecond, this.#second.add(this.#now()))
  }

  answered(template: string, status: number | 'dropped'): void {
    increment((this.#report.byPath[template] ??= {}), String(status))
  }

  batch(): void {
    this.#report.batches++
  }

  token(tenant: string, result: string): void {
    this.#report.tokenRequests.total++
    increment(this.#report.tokenRequests.byTenant, tenant)
    increment(this.#report.tokenRequests.byResult, result)
  }

  fault(kind: string): void {
    increment(this.#report.faults, kind)
  }

  /** Counts a request that is not served. Returns true the first time. */
  notServed(what: string): boolean {
    return increment(this.#report.notServed, what) === 1
  }
}

function increment(counts: Record<string, number>, key: string): number {
  return (counts[key] = (counts[key] ?? 0) + 1)
}
