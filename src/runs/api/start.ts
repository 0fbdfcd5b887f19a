import { auditedBy, principalText } from '../../access/caller'
import type { Access, Enter, Entry } from '../../access/enter'
import { once } from '../../access/once'
import { activeTenant } from '../../access/require-tenant'
import { recordAudit } from '../../audit/record'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import { admitByKey, type Admission } from '../ledger/admit'
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
}

/** Who starts, and the key of his request if it has one. */
export type Starter = Pick<Entry, 'caller' | 'repeatable'>

/** What a request is told of its run. */
export type Admitted = Omit<Admission, 'messages'>

/** What a start works with. */
export interface StartDeps extends SendDeps {
  enter: Enter
  recorder: SentRecorder
}

/**
 * Starts a run, or returns the existing one for the same request. Waits at most 100 ms for its message to be sent.
 * Throws `access.*`, `tenant.*`, `db.unavailable`, and for an operation that runs in no queue.
 */
export async function startRun(deps: StartDeps, by: Starter, request: StartRequest): Promise<Admitted> {
  const { capability } = request.record
  if (!capability) throw new AppError('run.unknown_operation')
  return admitAndSend(deps, { ...by, capability }, request.tenantKey, (tx, access) => admitFor(tx, access, request))
}

/** Lets a request in, admits a run in its transaction, once for each `Idempotency-Key`, then sends the run's message. */
export async function admitAndSend(
  deps: StartDeps,
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

/** Admits a run for the entered tenant, if it is active, and audits it. */
export async function admitFor(
  tx: Db,
  access: Access,
  { record, input, force, trailing, cooldownMs }: Omit<StartRequest, 'tenantKey'>,
): Promise<Admission> {
  const { name: operation, lane } = record
  if (!lane) throw new AppError('run.unknown_operation')
  const { externalId: tenantKey } = activeTenant(access)
  const { caller } = access
  const scope = scopeOf(record, input)
  const actingFor = caller.actingFor && principalText(caller.actingFor)
  const who = { requestedBy: principalText(caller), actingFor }
  const how = { force, trailing, cooldownMs }
  const admission = await admitByKey(tx, { tenantKey, operation, lane, input, scope, ...who, ...how })
  if (!admission) throw new AppError('access.denied')
  if (!admission.deduplicated) await auditRun(tx, access, 'run.started', admission.runId, { operation })
  return admission
}

/** Writes what a caller did to a run of the tenant that he entered. */
export function auditRun(
  tx: Db,
  { caller, places: [place] }: Access,
  action: 'run.started' | 'run.cancelled',
  runId: string,
  data: Record<string, string>,
): Promise<void> {
  const { workspaceId, tenant } = place
  const where = { workspaceId, tenantId: tenant?.externalId ?? null, runId }
  return recordAudit(tx, { ...where, ...auditedBy(caller), action, data })
}
