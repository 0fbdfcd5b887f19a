/** Numbers by name, summed over all attempts of a run: requests sent, time waited. */
export type Metrics = Readonly<Record<string, number>>

/** Numbers of items and rows, counted from the items of a run and never incremented. */
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

/** The progress of a run, as a person sees it. `total` is null until it is known. */
export interface RunProgress {
  phase: string
  done: number
  total: number | null
  metrics: Metrics
}
