import { sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record'
import type { Db } from '../db/database'
import { utcText } from '../db/sql'
import { type Role, roles } from '../shared/capabilities'
import { AppError } from '../shared/errors'
import { auditedBy, type Principal, principalText } from './caller'
import type { Access } from './enter'
import { requireNotForeign } from './foreign'

/** A grant as answers show it. */
export interface GrantView {
  id: string
  /** `external_id` of the tenant; null: the workspace with all of its tenants. */
  tenantId: string | null
  tid: string
  oid: string
  role: Role
  label: string
  grantedBy: string
  createdAt: string
}

/** What somebody shall be given. */
export interface GrantRequest extends Principal {
  tenantId: string | null
  role: Role
  label: string
}

const view = sql`id, tenant_id as "tenantId", tid, oid, role, label, granted_by as "grantedBy",
  ${utcText(sql`created_at`)} as "createdAt"`

/** Lists the grants of the entered workspace, by role and account. */
export async function listGrants(tx: Db, { places: [{ workspaceId }] }: Access): Promise<GrantView[]> {
  const rows = await tx.execute(sql`
    select ${view} from grants where workspace_id = ${workspaceId}
    order by array_position(array['owner', 'manager', 'operator', 'reader'], role), tid, oid, tenant_id nulls first`)
  return rows as unknown as GrantView[]
}

/**
 * Gives a role, or changes the one that the account has there. Throws `grant.above_own`, `grant.foreign_home`,
 * `grant.last_owner`, and `access.denied` for a tenant of another workspace.
 */
export async function giveGrant(tx: Db, access: Access, request: GrantRequest): Promise<GrantView> {
  const [{ workspaceId, role: own }] = access.places
  const { tenantId, tid, oid, role, label } = request
  if (role === 'owner' && tenantId) throw new AppError('grant.owner_of_tenant')
  await lockGrants(tx, workspaceId)
  const [found] = await tx.execute(sql`
    select exists (select from workspace_home_tenants where workspace_id = ${workspaceId} and tid = ${tid}) as home,
      ${tenantId}::uuid is null or exists (select from tenants
        where external_id = ${tenantId}::uuid and workspace_id = ${workspaceId} and status <> 'removed') as here,
      (select role from grants where workspace_id = ${workspaceId} and tid = ${tid} and oid = ${oid}
        and tenant_id is not distinct from ${tenantId}::uuid) as before`)
  if (found?.here !== true) throw new AppError('access.denied')
  if (found.home !== true) throw new AppError('grant.foreign_home')
  const before = found.before as Role | null
  requireNotAbove(own, role)
  if (before) requireNotAbove(own, before)
  if (before === 'owner' && role !== 'owner') await requireAnotherOwner(tx, workspaceId, request)
  const place = tenantId
    ? sql`(tenant_id, tid, oid) where tenant_id is not null`
    : sql`(workspace_id, tid, oid) where tenant_id is null`
  const [row] = await tx.execute(sql`
    insert into grants (workspace_id, tenant_id, tid, oid, role, label, granted_by)
    values (${workspaceId}, ${tenantId}::uuid, ${tid}, ${oid}, ${role}, ${label}, ${principalText(access.caller)})
    on conflict ${place} do update set role = excluded.role, label = excluded.label, granted_by = excluded.granted_by
    returning ${view}`)
  const given = row as unknown as GrantView
  await audit(tx, access, 'grant.given', given)
  return given
}

/** Takes a grant away. Throws `grant.unknown`, `grant.above_own`, `grant.last_owner`. */
export async function takeGrant(tx: Db, access: Access, id: string): Promise<void> {
  const [{ workspaceId, role: own }] = access.places
  await lockGrants(tx, workspaceId)
  const [row] = await tx.execute(sql`select ${view} from grants where id = ${id} and workspace_id = ${workspaceId}`)
  if (!row) {
    await requireNotForeign(tx, 'grants', id)
    throw new AppError('grant.unknown')
  }
  const grant = row as unknown as GrantView
  requireNotAbove(own, grant.role)
  if (grant.role === 'owner') await requireAnotherOwner(tx, workspaceId, grant)
  await tx.execute(sql`delete from grants where id = ${id}`)
  await audit(tx, access, 'grant.taken', grant)
}

/** One change after the other: two owners that take each other's grant at once must not both succeed. */
const lockGrants = (tx: Db, workspaceId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${workspaceId}, 7265205))`)

function requireNotAbove(own: Role, role: Role): void {
  if (roles.indexOf(role) > roles.indexOf(own)) throw new AppError('grant.above_own')
}

async function requireAnotherOwner(tx: Db, workspaceId: string, { tid, oid }: Principal): Promise<void> {
  const others = await tx.execute(sql`
    select from grants g join workspace_home_tenants h on h.workspace_id = g.workspace_id and h.tid = g.tid
    where g.workspace_id = ${workspaceId} and g.role = 'owner' and (g.tid, g.oid) <> (${tid}, ${oid}) limit 1`)
  if (others.length === 0) throw new AppError('grant.last_owner')
}

function audit(tx: Db, { caller, places }: Access, action: 'grant.given' | 'grant.taken', grant: GrantView) {
  const { id: target, tenantId, role } = grant
  const entry = { workspaceId: places[0].workspaceId, tenantId, ...auditedBy(caller), action, target }
  return recordAudit(tx, { ...entry, data: { account: principalText(grant), role } })
}
