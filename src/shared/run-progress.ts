/** Numbers by name that an operation shows beside its progress, summed over all attempts: requests sent, time waited. */
export type Metrics = Readonly<Record<string, number>>

/** Counted from the items when the run ends, never incremented. Numbers of items and rows. */
export interface RunCounts {
  total: number
  processed: number
  succeeded: number
  failed: number
  skipped: number
  policies: number
  settings: number
  inserted: number
  updated: number
  unchanged: number
  removed: number
}

/** What a person sees while a run works. `total` is null until it is known. */
export interface RunProgress {
  phase: string
  done: number
  total: number | null
  metrics: Metrics
}
