import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { execute } from '../db/sql'
import type { TenantStatus } from '../db/schema/tenants'
import { capabilities, type CapabilityName, type Role, roles } from '../shared/capabilities'
import { AppError } from '../shared/errors'
import { type AppKey, type TenantId, toAppKey, toTenantId } from '../shared/ids'
import type { Caller } from './caller'
import type { Repeatable } from './repeatable'

/** Who calls, and what the route or the operation needs. */
export interface Entry {
  caller: Caller
  capability: CapabilityName
  /** Only for a request that creates something, if it has a key. */
  repeatable?: Repeatable | undefined
}

/** Where to: at most one of both; none: wherever the caller has a role. */
export interface Target {
  /** A tenant by its `external_id` or the app's key. */
  tenantKey?: string
  workspaceId?: string
}

/** Where a caller has a role: a workspace with all of its tenants, or a single tenant. */
export interface Place {
  workspaceId: string
  workspaceName: string
  tenant: { externalId: TenantId; appKey: AppKey; name: string; status: TenantStatus } | null
  role: Role
}

/** What a request was given. */
export interface Access {
  caller: Caller
  /** Those where the caller may do what the request needs; the first is the one that it named. Never empty. */
  places: readonly [Place, ...Place[]]
}

/**
 * Runs the work of a request in one transaction that sees only what the caller may read. Throws `access.denied` where he has
 * no grant or the object does not exist, in the same words, and `access.role_too_low` and `access.in_person` where he has one.
 */
export type Enter = <T>(entry: Entry, target: Target, work: (tx: Db, access: Access) => Promise<T>) => Promise<T>

/** Makes the entrance of requests to a pool whose role is `api`. */
export function createEnter(db: Db): Enter {
  return (entry, target, work) =>
    db.transaction(async (tx) => {
      const places = allowed(entry, await readPlaces(tx, entry.caller, target))
      return work(tx, { caller: entry.caller, places })
    })
}

/** Refuses what a request may not do where it was let in, beside what its route needs. Throws `access.*`. */
export function requireCapability({ caller, places }: Access, capability: CapabilityName): void {
  allowed({ caller, capability }, places)
}

/**
 * Like `Enter`, for work whose first statements can be sent together with the question what the caller may: one round trip less.
 * They see only what he may read, and are undone when he may not do it. `first` gives what came of them, or throws what went wrong.
 */
export type EnterAhead = <First, T>(
  entry: Entry,
  target: Target,
  ahead: (tx: Db) => Promise<First>,
  work: (access: Access, first: () => First) => Promise<T>,
) => Promise<T>

/** Makes that entrance to a pool whose role is `api`. */
export function createEnterAhead(db: Db): EnterAhead {
  return (entry, target, ahead, work) =>
    db.transaction(async (tx) => {
      // sent in this order, on the transaction's connection
      const [places, first] = await Promise.allSettled([readPlaces(tx, entry.caller, target), ahead(tx)])
      if (places.status === 'rejected') throw places.reason
      const access: Access = { caller: entry.caller, places: allowed(entry, places.value) }
      return work(access, () => {
        if (first.status === 'rejected') throw first.reason
        return first.value
      })
    })
}

async function readPlaces(
  tx: Db,
  { tid, oid, actingFor }: Caller,
  { tenantKey, workspaceId }: Target,
): Promise<Place[]> {
  const rows = await execute(
    tx,
    sql`
    select * from enter_request(${tid}, ${oid}, ${actingFor?.tid ?? null}, ${actingFor?.oid ?? null}, ${tenantKey ?? null}, ${workspaceId ?? null})`,
  )
  return rows.map((row) => ({
    workspaceId: String(row.workspace_id),
    workspaceName: String(row.workspace_name),
    tenant:
      row.tenant_id === null
        ? null
        : {
            externalId: toTenantId(row.tenant_id),
            appKey: toAppKey(row.app_key),
            name: String(row.tenant_name),
            status: row.tenant_status as TenantStatus,
          },
    role: row.role as Role,
  }))
}

function allowed({ caller, capability }: Entry, places: readonly Place[]): readonly [Place, ...Place[]] {
  const { role, on, inPerson } = capabilities[capability]
  if (places.length === 0) throw new AppError('access.denied')
  if (inPerson && caller.actingFor) throw new AppError('access.in_person')
  const [first, ...others] = places.filter(
    (place) => (on === 'tenant' || place.tenant === null) && roles.indexOf(place.role) >= roles.indexOf(role),
  )
  if (!first) throw new AppError('access.role_too_low', { message: tooLow(capability, caller) })
  return [first, ...others]
}

function tooLow(capability: CapabilityName, { actingFor }: Caller): string {
  const { role, on } = capabilities[capability]
  const whose = actingFor ? 'The lower role of yours and of the person you act for' : 'Your role'
  return `${whose} is too low for this: it needs ${role}${on === 'workspace' ? ' in the whole workspace' : ''}.`
}
