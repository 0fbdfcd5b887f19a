'use client'

import type { RunPlace, WholeRun } from '../../lib/runs/read-run'
import { operationWord } from '../../lib/runs/words'
import { ProblemBox } from '../problem-box'
import { usePolled } from '../use-polled'
import { RunActions } from './run-actions'
import { RunCounts } from './run-counts'
import { RunEvents } from './run-events'
import { RunFacts } from './run-facts'
import { RunItems } from './run-items'

/** Until a run has ended, it is asked for every two seconds; then no more. */
const everyMs = (whole: WholeRun | undefined) => (whole?.run.finishedAt ? null : 2_000)

interface Props {
  place: RunPlace
  /** What the server knew. */
  initial?: WholeRun
  tenantName?: string
  /** Why the server knew nothing. */
  refusal?: string
}

/** Shows a run, live until it has ended. */
export function RunDetail({ place, initial, tenantName, refusal }: Props) {
  const { tenantId, runId } = place
  const url = `/api/tenants/${encodeURIComponent(tenantId)}/runs/${encodeURIComponent(runId)}`
  const { value, problem, refresh } = usePolled<WholeRun>(url, everyMs, initial)
  if (!value)
    return (
      <>
        <h1>Run</h1>
        <ProblemBox {...(problem ?? { message: refusal ?? 'The run is looked up.' })} />
      </>
    )
  const { run, failed, others, events } = value
  return (
    <>
      <h1>{operationWord(run.operation)}</h1>
      {problem && <ProblemBox {...problem} />}
      <RunFacts run={run} tenantName={tenantName} />
      <RunActions place={place} run={run} onChange={refresh} />
      <RunCounts counts={run.counts} />
      <RunItems place={place} failed={failed} others={others} isOver={run.finishedAt !== null} />
      <RunEvents events={events} />
    </>
  )
}
