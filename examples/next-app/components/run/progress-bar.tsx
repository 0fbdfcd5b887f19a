import { progressWords } from '../../lib/runs/words'
import type { ListedRun } from '../../lib/tenantpilot/schema'

/** Shows how far a run is, as a bar and in words. `label`: what the bar is called. */
export function ProgressBar({ run, label }: { run: Pick<ListedRun, 'progress'>; label: string }) {
  const { done, total } = run.progress
  return (
    <div className="tp-progress">
      {total === null ? <progress aria-label={label} /> : <progress aria-label={label} value={done} max={total || 1} />}
      <span>{progressWords(run)}</span>
    </div>
  )
}
