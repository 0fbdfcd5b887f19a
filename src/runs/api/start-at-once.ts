import { auditedBy } from '../../access/caller'
import { accessFrom, type Entry } from '../../access/enter'
import { activeTenant } from '../../access/require-tenant'
import type { Db } from '../../db/database'
import type { Rows } from '../../db/sql'
import { capabilities } from '../../shared/capabilities'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { allDone, together } from '../../shared/together'
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

/** As many may wait as for a connection of another pool. */
const full = { limit: 200, error: () => new AppError('db.unavailable') }

/**
 * Makes that start for a pool whose role is `api`. Requests that come while `atOnce` statements are on their way go together in
 * the next one: a burst shares its round trips and commits.
 */
export function createStartAtOnce(db: Db, clock: Pick<Clock, 'sleep' | 'now'>, atOnce: number): StartAtOnce {
  const start = together<TimedRequest, Rows>({
    work: (requests) => startAll(db, requests, clock),
    most: maxTogether,
    atOnce,
    full,
    clock,
  })
  return async (request) => {
    if (!isSimple(request)) return undefined
    const rows = await start({ ...request, askedAt: clock.now() })
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

/** Who asked longer ago has had his answer, that it did not work: nothing is started for him any more. Milliseconds. */
const lateAfterMs = 1_700

interface TimedRequest extends RequestAtOnce {
  askedAt: number
}

/** Never throws: what fails in one request says nothing of those that wait. */
async function startAll(
  db: Db,
  requests: readonly TimedRequest[],
  clock: Pick<Clock, 'now'>,
): Promise<PromiseSettledResult<Rows>[]> {
  const isLate = ({ askedAt }: TimedRequest) => clock.now() - askedAt > lateAfterMs
  const intime = requests.filter((request) => !isLate(request))
  if (intime.length < requests.length) {
    const started = await startAll(db, intime, clock)
    const late = { status: 'rejected', reason: new AppError('db.unavailable') } as const
    return requests.map((request) => (intime.includes(request) ? started.shift()! : late))
  }
  if (requests.length === 0) return []
  try {
    return allDone(await startRuns(db, requests.map(toRequested)))
  } catch (reason) {
    if (requests.length === 1) return [{ status: 'rejected', reason }]
    // one failed, and with it all: each on its own
    return (await Promise.all(requests.map((request) => startAll(db, [request], clock)))).flat()
  }
}

function toRequested({ entry: { caller, capability }, tenantKey, ...request }: RequestAtOnce): RequestedRun {
  const { operation, lane, input, trailing = false } = request
  const { actingFor } = auditedBy(caller)
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
    event: queuedData({ ...request, actingFor }),
    max_waiting: request.maxWaiting ?? null,
  }
}
