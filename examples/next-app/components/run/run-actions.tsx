'use client'

import type { RunPlace } from '../../lib/runs/read-run'
import { canRerun } from '../../lib/runs/words'
import type { Run } from '../../lib/tenantpilot/schema'
import { CancelButton } from './cancel-button'
import { RerunButton } from './rerun-button'

/** What can be done with a run as it is now. `onChange`: it was done. */
export function RunActions({ place, run, onChange }: { place: RunPlace; run: Run; onChange: () => void }) {
  return (
    <div className="tp-actions">
      {run.finishedAt === null && <CancelButton place={place} onChange={onChange} />}
      {canRerun(run) && <RerunButton place={place} />}
    </div>
  )
}
