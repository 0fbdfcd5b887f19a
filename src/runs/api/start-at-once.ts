import { auditedBy } from '../../access/caller'
import { accessFrom, type Entry } from '../../access/enter'
import { activeTenant } from '../../access/require-tenant'
import type { Db } from '../../db/database'
import type { Rows } from '../../db/sql'
import { capabilities } from '../../shared/capabilities'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { together } from '../../shared/together'
import { type Admission, admission, type AdmitRequest, identityOfRequest, queuedData } from '../ledger/admit'
import { toOwedMessages } from '../ledger/sql'
import { type RequestedRun, startRuns } from '../ledger/start-runs'

/** A request for a run of the tenant that its caller names. */
export interface RequestAtOnce extends Omit<
  AdmitRequest,
  'tenantId' | 'workspaceId' | 'audit' | 'requestedBy' | 'actingFor'
> {
  entry: Entry
  tenantKey: string
}

/**
 * Lets a request in and admits its run, in one statement: most starts. Undefined: nothing was done, because the request needs the
 * tenant's lock first; `admit` does the rest. Throws what `Enter` and `activeTenant` throw.
 */
export type StartAtOnce = (request: RequestAtOnce) => Promise<Admission | undefined>

/** Requests in one statement. */
const maxTogether = 8

/** As many may wait as for a connection of another pool. Who waited longer has had his answer, that it did not work. */
const patience = { limit: 200, ms: 1_700, error: () => new AppError('db.unavailable') }

/**
 * Makes that start for a pool whose role is `api`. Requests that come while `atOnce` statements are on their way go together in
 * the next one: a burst shares its round trips and commits.
 */
export function createStartAtOnce(db: Db, clock: Pick<Clock, 'sleep' | 'now'>, atOnce: number): StartAtOnce {
  const start = together<RequestAtOnce, Rows>({
    work: (requests) => startRuns(db, requests.map(toRequested)),
    most: maxTogether,
    atOnce,
    apart: true,
    patience,
    clock,
  })
  return async (request) => {
    if (!isSimple(request)) return undefined
    const rows = await start(request)
    activeTenant(accessFrom(request.entry, rows))
    const row = rows[0]!
    if (!row.id) return undefined
    return row.deduplicated === true ? admission(row, true, []) : admission(row, false, toOwedMessages(rows))
  }
}

/** What the function of the database does not decide: a cooldown, and rights that no role gives alone. */
function isSimple({ entry: { capability }, force, cooldownMs }: RequestAtOnce): boolean {
  const { on, inPerson } = capabilities[capability]
  return on === 'tenant' && !inPerson && (force === true || cooldownMs <= 0)
}

function toRequested({ entry: { caller, capability }, tenantKey, ...request }: RequestAtOnce): RequestedRun {
  const { operation, lane, input, trailing = false } = request
  const audit = auditedBy(caller)
  const { actingFor } = audit
  return {
    tid: caller.tid,
    oid: caller.oid,
    acting_tid: caller.actingFor?.tid ?? null,
    acting_oid: caller.actingFor?.oid ?? null,
    kind: caller.kind,
    tenant_key: tenantKey,
    role: capabilities[capability].role,
    operation,
    lane,
    identity: identityOfRequest(request),
    input,
    is_trailing: trailing,
    event: queuedData({ ...request, actingFor, audit }),
    max_waiting: request.maxWaiting ?? null,
    traceparent: request.traceparent ?? null,
  }
}
