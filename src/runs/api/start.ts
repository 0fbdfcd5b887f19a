import { auditedBy, type Caller } from '../../access/caller'
import type { Access, Enter, EnterAhead, Entry } from '../../access/enter'
import { once } from '../../access/once'
import { activeTenant } from '../../access/require-tenant'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import { admitByKey, type Admission } from '../ledger/admit'
import { limits } from '../ledger/limits'
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

/** What admits a run and sends its message. */
export interface AdmitDeps extends SendDeps {
  enter: Enter
  recorder: SentRecorder
}

/** What a start works with. */
export interface StartDeps extends AdmitDeps {
  enterAhead: EnterAhead
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
  if (by.repeatable) return admitAndSend(deps, entry, tenantKey, (tx, access) => admitFor(tx, access, request))
  const { messages, ...told } = await deps.enterAhead(
    entry,
    { tenantKey },
    (tx) => admit(tx, by.caller, request),
    async (access, admission) => {
      activeTenant(access)
      return required(admission())
    },
  )
  await sendOwed(deps, messages, { recorder: deps.recorder })
  return told
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

/** Admits a run for the entered tenant, if it is active. */
export async function admitFor(tx: Db, access: Access, request: Omit<StartRequest, 'tenantKey'>): Promise<Admission> {
  const { externalId: tenantKey } = activeTenant(access)
  return required(await admit(tx, access.caller, { ...request, tenantKey }))
}

/** Admits a run and audits it, in one statement. Undefined: no tenant that this transaction sees has the key. */
async function admit(
  tx: Db,
  caller: Caller,
  { record, tenantKey, input, force, trailing, cooldownMs }: StartRequest,
): Promise<Admission | undefined> {
  const { name: operation, lane } = record
  if (!lane) throw new AppError('run.unknown_operation')
  const audit = auditedBy(caller)
  const who = { requestedBy: audit.actor, actingFor: audit.actingFor, audit }
  const how = { force, trailing, cooldownMs, maxWaiting: limits.maxWaiting }
  return admitByKey(tx, { tenantKey, operation, lane, input, scope: scopeOf(record, input), ...who, ...how })
}

function required(admission: Admission | undefined): Admission {
  if (!admission) throw new AppError('access.denied')
  return admission
}
