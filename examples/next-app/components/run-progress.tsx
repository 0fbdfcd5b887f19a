'use client'

import { useEffect, useRef } from 'react'
import type { ActiveRuns } from '../lib/runs/read-active-runs'
import { ActiveRun } from './active-run'
import { onSaid, say } from './page-events'
import { usePolled } from './use-polled'

/** While something works, progress is worth asking for often, in milliseconds. */
const everyMs = (known: ActiveRuns | undefined) => (known && known.runs.length > 0 ? 2_000 : 10_000)

/** Shows what waits or works in all workspaces of the user. It goes on by itself after the service was away. */
export function RunProgress() {
  const { value, problem, refresh } = usePolled<ActiveRuns>('/api/active-runs', everyMs)
  useEffect(() => onSaid('started', refresh))
  useSayChange(value)
  return (
    <aside className="tp-active" aria-labelledby="tp-active-title">
      <h2 id="tp-active-title">Active runs</h2>
      <p role="status">
        {problem && <span aria-hidden="true">⚠ </span>}
        {problem
          ? `${problem.message}${problem.triesAgain ? ' This page tries again by itself.' : ''}`
          : summary(value)}
      </p>
      {value && value.runs.length > 0 && (
        <ul className="tp-cards">
          {value.runs.map((run) => (
            <ActiveRun key={run.runId} run={run} />
          ))}
        </ul>
      )}
      {value?.more && <p>There are more.</p>}
    </aside>
  )
}

function summary(known: ActiveRuns | undefined): string {
  if (!known) return 'Looking for active runs…'
  const { length } = known.runs
  if (length === 0) return 'No run is active.'
  return length === 1 ? 'One run is active.' : `${length} runs are active.`
}

/** Says it when other runs are active than before, or one is in another state. */
function useSayChange(known: ActiveRuns | undefined) {
  const states = known?.runs.map(({ runId, status }) => `${runId} ${status}`).join(',')
  const before = useRef(states)
  useEffect(() => {
    if (before.current !== undefined && before.current !== states) say('changed')
    before.current = states
  }, [states])
}
