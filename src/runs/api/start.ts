import { auditedBy, type Caller, principalText } from '../../access/caller'
import type { Access, Enter } from '../../access/enter'
import { activeTenant } from '../../access/require-tenant'
import { recordAudit } from '../../audit/record'
import type { Db } from '../../db/database'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import { admitByKey, type Admission } from '../ledger/admit'
import { type SendDeps, sendOwed } from '../queue/send-owed'
import type { SentRecorder } from '../queue/sent-recorder'
import { withTenantLock } from './database-timeout'

/** A validated request to start an operation. */
export interface StartRequest {
  tenantKey: string
  record: Pick<OperationRecord, 'name' | 'lane' | 'identity' | 'capability'>
  input: unknown
  force: boolean
  trailing: boolean
  cooldownMs: number
}

/** What a start works with. */
export interface StartDeps extends SendDeps {
  enter: Enter
  recorder: SentRecorder
  clock: Pick<Clock, 'sleep' | 'random'>
}

/**
 * Starts a run, or returns the existing one for the same request. Waits at most 100 ms for its message to be sent.
 * Throws `access.*`, `tenant.*`, `db.unavailable`, and for an operation that runs in no queue.
 */
export async function startRun(deps: StartDeps, caller: Caller, request: StartRequest): Promise<Admission> {
  const { capability } = request.record
  if (!capability) throw new AppError('run.unknown_operation')
  const { tenantKey } = request
  const admission = await withTenantLock(deps.clock, () =>
    deps.enter({ caller, capability }, { tenantKey }, (tx, access) => admitFor(tx, access, request)),
  )
  await sendOwed(deps, admission.messages, { recorder: deps.recorder })
  return admission
}

async function admitFor(tx: Db, access: Access, { record, ...request }: StartRequest): Promise<Admission> {
  const { name: operation, lane } = record
  if (!lane) throw new AppError('run.unknown_operation')
  const { externalId } = activeTenant(access)
  const { caller } = access
  const scope = scopeOf(record, request.input)
  const actingFor = caller.actingFor && principalText(caller.actingFor)
  const who = { requestedBy: principalText(caller), actingFor }
  const admission = await admitByKey(tx, { ...request, ...who, tenantKey: externalId, operation, lane, scope })
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
