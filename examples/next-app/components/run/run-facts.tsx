import { longTime } from '../../lib/runs/times'
import { operationWord, presentError, whatToDo } from '../../lib/runs/words'
import type { Run } from '../../lib/tenantpilot/schema'
import { ProgressBar } from './progress-bar'
import { StatusBadge } from './status-badge'
import { WaitingFor } from './waiting-for'

interface Props {
  run: Run
  /** Undefined: not known. */
  tenantName: string | undefined
}

/** Says how a run stands: its state, progress, times, what it waits for, and its error with what to do. */
export function RunFacts({ run, tenantName }: Props) {
  const { status, runId, late, finishedAt } = run
  const error = presentError(run)
  return (
    <section aria-label="State of the run">
      <p>
        <span role="status">
          <StatusBadge status={status} />
        </span>
      </p>
      {finishedAt === null && <ProgressBar run={run} label={`Progress of ${operationWord(run.operation)}`} />}
      <WaitingFor run={run} />
      {late && <p>It takes longer than usual.</p>}
      {error && (
        <div className="tp-problem">
          <p>
            <span aria-hidden="true">✕ </span>
            <strong>{error.message}</strong> {whatToDo(error)} <small>({error.code})</small>
          </p>
        </div>
      )}
      <dl className="tp-facts">
        <Fact name="Run" value={runId} />
        <Fact name="Tenant" value={tenantName ?? run.tenantId} />
        {tenantName !== undefined && <Fact name="Key of the tenant" value={run.tenantId} />}
        <Fact name="Asked for" value={longTime(run.createdAt)} />
        <Fact name="Begun" value={run.startedAt && longTime(run.startedAt)} />
        <Fact name="Ended" value={finishedAt && longTime(finishedAt)} />
        <Fact name="Attempts" value={String(run.attempt)} />
      </dl>
    </section>
  )
}

function Fact({ name, value }: { name: string; value: string | null }) {
  return (
    value && (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    )
  )
}
