import { runAddress } from '../lib/runs/addresses'
import { operationWord } from '../lib/runs/words'
import type { ListedRun } from '../lib/tenantpilot/schema'
import { ProgressBar } from './run/progress-bar'
import { StatusBadge } from './run/status-badge'
import { WaitingFor } from './run/waiting-for'

/** A run that waits or works, in a few lines. */
export function ActiveRun({ run }: { run: ListedRun }) {
  const { tenantId, runId, operation, status, late } = run
  const name = `${operationWord(operation)}${tenantId ? ` of ${tenantId}` : ''}`
  return (
    <li className="tp-card">
      <p>
        {tenantId ? <a href={runAddress(tenantId, runId)}>{name}</a> : name} <StatusBadge status={status} />
      </p>
      {status === 'running' && <ProgressBar run={run} label={name} />}
      <WaitingFor run={run} />
      {late && <p>It takes longer than usual.</p>}
    </li>
  )
}
