import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { execute, type Rows } from '../db/sql'
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
  return (entry, { tenantKey, workspaceId }, work) =>
    db.transaction(async (tx) => {
      const { tid, oid, actingFor } = entry.caller
      const rows = await execute(
        tx,
        sql`
        select * from enter_request(${tid}, ${oid}, ${actingFor?.tid ?? null}, ${actingFor?.oid ?? null}, ${tenantKey ?? null}, ${workspaceId ?? null})`,
      )
      return work(tx, accessFrom(entry, rows))
    })
}

/** Refuses what a request may not do where it was let in, beside what its route needs. Throws `access.*`. */
export function requireCapability({ caller, places }: Access, capability: CapabilityName): void {
  allowed({ caller, capability }, places)
}

/** What a request was given by the rows of `enter_request`. Throws as `Enter` does. */
export function accessFrom(entry: Entry, rows: Rows): Access {
  return { caller: entry.caller, places: allowed(entry, rows.map(toPlace)) }
}

function toPlace(row: Rows[number]): Place {
  return {
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
  }
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
