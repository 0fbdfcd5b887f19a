import { runAddress } from '../../lib/runs/addresses'
import { waitingWords } from '../../lib/runs/words'
import type { ListedRun } from '../../lib/tenantpilot/schema'

/** Says what a run waits for; nothing where it waits for nothing. */
export function WaitingFor({ run }: { run: Pick<ListedRun, 'waitingFor' | 'tenantId'> }) {
  const words = waitingWords(run)
  const other = run.waitingFor?.runId
  return (
    words && (
      <p>
        {words} {other && run.tenantId && <a href={runAddress(run.tenantId, other)}>View that run</a>}
      </p>
    )
  )
}
