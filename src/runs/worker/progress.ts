import type { Metrics, RunProgress } from '../../shared/run-progress'
import type { RunContext } from '../operation'

/** The progress of one attempt. */
export interface AttemptProgress {
  current(): RunProgress
  update: RunContext['progress']
}

/** Starts the progress of an attempt: adds to the metrics of earlier attempts, and counts `done` from zero again. */
export function createProgress(before: Metrics = {}): AttemptProgress {
  let shown: Omit<RunProgress, 'metrics'> = { phase: 'starting', done: 0, total: null }
  let own: Metrics = {}
  return {
    current: () => ({ ...shown, metrics: sum(before, own) }),
    update({ metrics, ...rest }) {
      shown = { ...shown, ...rest }
      own = metrics ?? own
    },
  }
}

function sum(a: Metrics, b: Metrics): Metrics {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]))
}
