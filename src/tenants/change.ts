import { sql } from 'drizzle-orm'
import { type AuditActor, recordAudit } from '../audit/record'
import type { Db } from '../db/database'
import type { TenantStatus } from '../db/schema/tenants'
import { AppError } from '../shared/errors'
import type { TenantId } from '../shared/ids'
import { type TenantView, tenantView } from './view'

/** A tenant that shall be managed. */
export interface NewTenant {
  workspaceId: string
  entraTenantId: string
  name: string
  /** True: one that was removed comes back, and with it what is stored of it. */
  mayRevive: boolean
}

/**
 * Registers a tenant as `pending`: nothing runs for it, and no token for Graph is asked for, until its own administrator has
 * signed in. One that was removed comes back so. Throws `tenant.exists`, `access.role_too_low`.
 *
 * The existing app's key for it is set by `bootstrap` alone: rows of the old system lie under such keys, and whoever could
 * choose one would read another customer's.
 */
export async function registerTenant(tx: Db, tenant: NewTenant, by: AuditActor): Promise<TenantView> {
  const { workspaceId, entraTenantId, name, mayRevive } = tenant
  const [row] = await tx.execute(sql`
    insert into tenants (workspace_id, entra_tenant_id, display_name)
    values (${workspaceId}::uuid, ${entraTenantId}, ${name})
    on conflict (workspace_id, entra_tenant_id) do update
      set status = 'pending', display_name = excluded.display_name, activated_at = null, removed_at = null
      where tenants.status = 'removed' and ${mayRevive}::boolean
    returning ${tenantView}`)
  if (!row) throw await whyNot(tx, tenant)
  const made = row as unknown as TenantView
  const data = { entraTenantId, name }
  await recordAudit(tx, { workspaceId, tenantId: made.tenantId, ...by, action: 'tenant.registered', data })
  return made
}

async function whyNot(tx: Db, { workspaceId, entraTenantId }: NewTenant): Promise<AppError> {
  const [row] = await tx.execute(sql`
    select status from tenants where workspace_id = ${workspaceId} and entra_tenant_id = ${entraTenantId}`)
  if (row?.status !== 'removed') return new AppError('tenant.exists')
  const message = 'The tenant was removed. Only an owner brings it back, because what is stored of it comes back too.'
  return new AppError('access.role_too_low', { message })
}

/** What can be changed of a tenant. */
export interface TenantChange {
  name?: string | undefined
  paused?: boolean | undefined
}

/** Renames, pauses or resumes a tenant. Throws `tenant.pending` for pausing one that was never active. */
export async function changeTenant(
  tx: Db,
  tenantId: TenantId,
  { name, paused }: TenantChange,
  by: AuditActor,
): Promise<TenantView> {
  const [before] = await tx.execute(sql`
    select workspace_id as "workspaceId", display_name as name, status from tenants where external_id = ${tenantId} for no key update`)
  const { workspaceId, status } = before as { workspaceId: string; status: TenantStatus }
  // removed since the request was let in: it must not come back by being resumed
  if (status === 'removed') throw new AppError('access.denied')
  if (paused !== undefined && status === 'pending') throw new AppError('tenant.pending')
  const next = paused === undefined ? status : paused ? 'paused' : 'active'
  const [row] = await tx.execute(sql`
    update tenants set display_name = coalesce(${name ?? null}, display_name), status = ${next}
    where external_id = ${tenantId} returning ${tenantView}`)
  const entry = { workspaceId, tenantId, ...by }
  if (name !== undefined && name !== before!.name)
    await recordAudit(tx, { ...entry, action: 'tenant.renamed', data: { from: String(before!.name), to: name } })
  if (next !== status)
    await recordAudit(tx, { ...entry, action: next === 'paused' ? 'tenant.paused' : 'tenant.resumed' })
  return row as unknown as TenantView
}

/** Removes a tenant: nobody sees it any more, nothing is started for it, and its waiting runs end. */
export async function removeTenant(tx: Db, workspaceId: string, tenantId: TenantId, by: AuditActor): Promise<void> {
  const removed = await tx.execute(sql`
    update tenants set status = 'removed', removed_at = clock_timestamp()
    where external_id = ${tenantId} and status <> 'removed' returning 1`)
  if (removed.length === 0) throw new AppError('access.denied')
  await recordAudit(tx, { workspaceId, tenantId, ...by, action: 'tenant.removed' })
}
