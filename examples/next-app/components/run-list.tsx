import { runAddress } from '../lib/runs/addresses'
import { longTime } from '../lib/runs/times'
import { operationWord, progressWords } from '../lib/runs/words'
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
          <p>{run.error ? run.error.message : resultWords(run)}</p>
        </li>
      ))}
    </ul>
  )
}

function resultWords(run: ListedRun): string {
  const { counts } = run
  if (!counts) return progressWords(run)
  return `${counts.policies} policies, ${counts.settings} settings${counts.failed > 0 ? `, ${counts.failed} items failed` : ''}`
}
