import { sql } from 'drizzle-orm'
import { type AuditActor, recordAudit } from '../audit/record'
import type { Db } from '../db/database'
import type { TenantStatus } from '../db/schema/tenants'
import type { TenantId } from '../shared/ids'

/** Activates a pending tenant; in any other state it stays as it is. Returns its state then. */
export async function activateTenant(
  tx: Db,
  { workspaceId, tenantId }: { workspaceId: string; tenantId: TenantId },
  by: AuditActor,
): Promise<TenantStatus> {
  const activated = await tx.execute(sql`
    update tenants set status = 'active', activated_at = clock_timestamp()
    where external_id = ${tenantId} and status = 'pending' returning 1`)
  if (activated.length > 0)
    await recordAudit(tx, { workspaceId, tenantId, ...by, action: 'tenant.activated', target: by.actor })
  const [row] = await tx.execute(sql`select status from tenants where external_id = ${tenantId}`)
  return row!.status as TenantStatus
}
