import { runAddress } from '../lib/runs/addresses'
import { longTime } from '../lib/runs/times'
import { countWords, operationWord, presentError, progressWords } from '../lib/runs/words'
import type { ListedRun } from '../lib/tenantpilot/schema'
import { StatusBadge } from './run/status-badge'
import { WaitingFor } from './run/waiting-for'

/** Lists runs of a tenant. `tenantId`: as it stands in the address of the page. */
export function RunList({ tenantId, runs }: { tenantId: string; runs: readonly ListedRun[] }) {
  if (runs.length === 0) return <p>There are no such runs.</p>
  return (
    <ul className="tp-cards" aria-label="Runs">
      {runs.map((run) => (
        <li key={run.runId} className="tp-card">
          <p>
            <a href={runAddress(tenantId, run.runId)}>
              {operationWord(run.operation)}, {longTime(run.createdAt)}
            </a>{' '}
            <StatusBadge status={run.status} />
          </p>
          <WaitingFor run={run} />
          <Result run={run} />
        </li>
      ))}
    </ul>
  )
}

function Result({ run }: { run: ListedRun }) {
  const words = presentError(run)?.message ?? (run.counts ? countWords(run.counts) : progressWords(run))
  return words && <p>{words}</p>
}
