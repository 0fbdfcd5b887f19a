'use client'

import { rerunRun } from '../../actions/rerun-run'
import type { RunPlace } from '../../lib/runs/read-run'
import { useStart } from '../use-start'

/** Starts what failed in a run once more. */
export function RerunButton({ place: { tenantId, runId } }: { place: RunPlace }) {
  const { isPending, click } = useStart(tenantId, (key) => rerunRun(tenantId, runId, key))
  return (
    <button type="button" aria-disabled={isPending} onClick={click}>
      {isPending ? 'Starting…' : 'Run again what failed'}
    </button>
  )
}
