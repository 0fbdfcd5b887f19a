import { Window } from './window'

export interface StatsReport {
  /** HTTP requests to Graph; a `$batch` is one. */
  http: number
  /** Single requests to Graph: those inside a `$batch` counted each, the `$batch` itself not. */
  operations: number
  byTenant: Record<string, number>
  /** `GET /beta/deviceManagement/configurationPolicies/{id}/settings` → status → how many. `dropped` for no answer. */
  byPath: Record<string, Record<string, number>>
  batches: number
  tokenRequests: { total: number; byTenant: Record<string, number>; byResult: Record<string, number> }
  /** Faults that hit, by kind. */
  faults: Record<string, number>
  maxConcurrent: number
  /** The most operations that arrived within any one second. */
  maxPerSecond: number
  /** What was asked for and is not served. */
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

/** What the simulator was asked for since the last reset. */
export class Stats {
  readonly #now: () => number
  #report = nothing()
  #second = new Window(1000)
  #concurrent = 0

  constructor(now: () => number) {
    this.#now = now
  }

  report(): StatsReport {
    return structuredClone(this.#report)
  }

  reset(): void {
    this.#report = nothing()
    this.#second = new Window(1000)
    this.#report.maxConcurrent = this.#concurrent
  }

  /** A Graph request came in; the answer is to be called when it is over. */
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
    bump(this.#report.byTenant, tenant)
    this.#report.maxPerSecond = Math.max(this.#report.maxPerSecond, this.#second.add(this.#now()))
  }

  answered(template: string, status: number | 'dropped'): void {
    bump((this.#report.byPath[template] ??= {}), String(status))
  }

  batch(): void {
    this.#report.batches++
  }

  token(tenant: string, result: string): void {
    this.#report.tokenRequests.total++
    bump(this.#report.tokenRequests.byTenant, tenant)
    bump(this.#report.tokenRequests.byResult, result)
  }

  fault(kind: string): void {
    bump(this.#report.faults, kind)
  }

  /** True the first time. */
  notServed(what: string): boolean {
    return bump(this.#report.notServed, what) === 1
  }
}

function bump(counts: Record<string, number>, key: string): number {
  return (counts[key] = (counts[key] ?? 0) + 1)
}
