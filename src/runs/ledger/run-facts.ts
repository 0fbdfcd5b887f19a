import { type SQL, sql } from 'drizzle-orm'
import { utcText } from '../../db/sql'
import type { RunCounts } from '../../shared/run-progress'
import type { Run } from './types'

/** How long runs of an operation take, and for how long one that succeeded answers the next start. */
export interface OperationTimes {
  expectedSeconds: number
  cooldownMs: number
}

/** By the name of the operation. */
export type TimesByOperation = Readonly<Record<string, OperationTimes>>

/**
 * What a run waits for. `lane`: another run of the tenant, `runId`. `throttle`, `retry`: the next attempt at `until`, after
 * Microsoft Graph or something else failed; a running one also waits itself where Graph throttles its tenant. `message`: a worker that takes its message from the queue.
 */
export interface WaitingFor {
  reason: 'lane' | 'throttle' | 'retry' | 'message'
  until: string | null
  runId?: string
}

/** What follows from a run's row, by the database's clock. Times are ISO 8601 in UTC. */
export interface RunFacts {
  /** It waits or works for more than three times as long as its operation usually takes. */
  late: boolean
  waitingFor: WaitingFor | null
  /** Until when the same start gives back a run that has succeeded. Null: it makes a new one, or the run has not succeeded. */
  cooldownUntil: string | null
}

/** A run with all that answers tell of it. */
export interface RunView extends RunFacts {
  run: Run
  /** Null: a run of a list that has not ended. */
  counts: RunCounts | null
  /** Null: this version does not know the operation. */
  expectedSeconds: number | null
}

const now = sql`clock_timestamp()`

/** The columns of `RunFacts`. Use them in statements on `runs` alone. */
export function factColumns(times: TimesByOperation) {
  const ofOperation = (name: keyof OperationTimes) =>
    sql`(${JSON.stringify(times)}::jsonb -> runs.operation ->> ${name}::text)::float8`
  const since = sql`case runs.status when 'queued' then runs.due_at when 'running' then runs.started_at end`
  const cooldownEnd = sql`runs.finished_at + make_interval(secs => ${ofOperation('cooldownMs')} / 1000)`
  return {
    late: sql<boolean>`coalesce(${now} > ${since} + make_interval(secs => 3 * ${ofOperation('expectedSeconds')}), false)`.as(
      'late',
    ),
    waitingFor: (waitingFor as SQL<WaitingFor | null>).as('waiting_for'),
    cooldownUntil: sql<
      string | null
    >`case when runs.status in ('succeeded', 'partial') and ${cooldownEnd} > ${now} then ${utcText(cooldownEnd)} end`.as(
      'cooldown_until',
    ),
  }
}

const waitingFor = sql`case
  when runs.status = 'running' then (
    select jsonb_build_object('reason', 'throttle', 'until', ${utcText(sql`t.graph_not_before`)})
    from tenants t where t.external_id = runs.tenant_id and t.graph_not_before > ${now})
  when runs.status <> 'queued' then null
  when runs.dispatched_at is null then jsonb_build_object('reason', 'lane', 'until', null, 'runId', (
    select holder.id from runs holder where holder.tenant_id = runs.tenant_id and holder.lane = runs.lane
      and holder.dispatched_at is not null and holder.status in ('queued', 'running')))
  when runs.due_at > ${now} then jsonb_build_object('until', ${utcText(sql`runs.due_at`)},
    'reason', case when runs.error ->> 'code' = 'graph.throttled' then 'throttle' else 'retry' end)
  else jsonb_build_object('reason', 'message', 'until', null) end`
