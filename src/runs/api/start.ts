import { auditedBy } from '../../access/caller'
import type { Access, Enter, Entry } from '../../access/enter'
import { once } from '../../access/once'
import { activeTenant } from '../../access/require-tenant'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import { type Admission, admit } from '../ledger/admit'
import { followRun } from '../ledger/follow-run'
import { limits } from '../ledger/limits'
import { withDatabaseTimeout } from './database-timeout'
import type { StartAtOnce } from './start-at-once'
import type { OwedMessage } from '../ledger/types'
import { type SendDeps, sendOwed } from '../queue/send-owed'
import type { SentRecorder } from '../queue/sent-recorder'

/** A validated request to start an operation. */
export interface StartRequest {
  tenantKey: string
  record: Pick<OperationRecord, 'name' | 'lane' | 'identity' | 'capability'>
  input: unknown
  force: boolean
  trailing: boolean
  cooldownMs: number
  /** The trace of the request, as W3C `traceparent`. */
  traceparent?: string | null
}

/** Who starts, and the key of his request if it has one. */
export type Starter = Pick<Entry, 'caller' | 'repeatable'>

/** What a request is told of its run. */
export type Admitted = Omit<Admission, 'messages'>

/** What admits a run and sends its message. */
export interface AdmitDeps extends SendDeps {
  enter: Enter
  recorder: SentRecorder
}

/** What a start works with. */
export interface StartDeps extends AdmitDeps {
  startAtOnce: StartAtOnce
}

/**
 * Starts a run, or returns the existing one for the same request. Waits at most 100 ms for its message to be sent.
 * Throws `access.*`, `tenant.*`, `db.unavailable`, and for an operation that runs in no queue.
 */
export async function startRun(deps: StartDeps, by: Starter, request: StartRequest): Promise<Admitted> {
  const { capability } = request.record
  const { tenantKey } = request
  if (!capability) throw new AppError('run.unknown_operation')
  const entry = { ...by, capability }
  // one limit for both ways; what is admitted after it is sent all the same
  return withDatabaseTimeout(async () => {
    const admission = by.repeatable ? undefined : await deps.startAtOnce({ ...toLedger(request), entry, tenantKey })
    if (!admission) return admitAndSend(deps, entry, tenantKey, (tx, access) => admitFor(tx, access, request))
    const { messages, ...told } = admission
    await sendOwed(deps, messages, { recorder: deps.recorder })
    return told
  })
}

/** Lets a request in, admits a run in its transaction, once for each `Idempotency-Key`, then sends the run's message. */
export async function admitAndSend(
  deps: AdmitDeps,
  entry: Entry,
  tenantKey: string,
  work: (tx: Db, access: Access) => Promise<Admission>,
): Promise<Admitted> {
  // a repeated request sends nothing: that was the first one's
  let messages: readonly OwedMessage[] = []
  const told = await deps.enter(entry, { tenantKey }, (tx, access) =>
    once(tx, access, entry.repeatable, async () => {
      const { messages: owed, ...admission } = await work(tx, access)
      messages = owed
      return admission
    }),
  )
  await sendOwed(deps, messages, { recorder: deps.recorder })
  return told
}

/** Admits a run for the entered tenant, if it is active, and audits it. A person follows the one that exists already. */
export async function admitFor(tx: Db, access: Access, request: Omit<StartRequest, 'tenantKey'>): Promise<Admission> {
  const { externalId: tenantId } = activeTenant(access)
  const [{ workspaceId }] = access.places
  const audit = auditedBy(access.caller)
  const who = { requestedBy: audit.actor, actingFor: audit.actingFor, audit }
  const admission = await admit(tx, { ...toLedger(request), ...who, tenantId, workspaceId })
  const isPerson = audit.actorKind === 'person' || audit.actingFor !== null
  if (admission.deduplicated && isPerson) await followRun(tx, admission.runId)
  return admission
}

function toLedger({ record, input, force, trailing, cooldownMs, traceparent = null }: Omit<StartRequest, 'tenantKey'>) {
  const { name: operation, lane } = record
  if (!lane) throw new AppError('run.unknown_operation')
  const how = { force, trailing, cooldownMs, traceparent, maxWaiting: limits.maxWaiting }
  return { operation, lane, input, scope: scopeOf(record, input), ...how }
}
