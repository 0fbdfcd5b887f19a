import { sql } from 'drizzle-orm'
import type { TenantId } from '../../shared/ids'
import { recordAudit } from '../../audit/record'
import type { Db } from '../../db/database'
import { auditedBy, principalText } from '../caller'
import type { Access } from '../enter'
import { enteredTenant } from '../require-tenant'
import { type ConsentSettings, consentUrl } from './addresses'
import { hashOf, newSecret, type Random } from './secrets'

/** A link for an administrator of a tenant. */
/** Makes the link of a tenant void, as when it is removed. */
export async function voidConsent(tx: Db, tenantId: TenantId): Promise<void> {
  await tx.execute(sql`update consent_requests set expires_at = clock_timestamp() where tenant_id = ${tenantId}`)
}

export interface ConsentLink {
  consentUrl: string
  /** ISO 8601, an hour from now: until then all steps must be done. */
  expiresAt: string
}

/**
 * Makes the link with which an administrator consents, and makes earlier links of the tenant void. It is not remembered for an
 * `Idempotency-Key`, because the state in it is stored only as a hash. Throws `consent.no_public_url`.
 */
export async function requestConsent(
  tx: Db,
  access: Access,
  settings: ConsentSettings,
  random: Random,
): Promise<ConsentLink> {
  const { externalId } = enteredTenant(access)
  const state = newSecret(random)
  const [row] = await tx.execute(sql`
    insert into consent_requests (tenant_id, workspace_id, step, state_hash, requested_by, expires_at)
    select external_id, workspace_id, 'consent', decode(${hashOf(state)}, 'hex'), ${principalText(access.caller)},
      clock_timestamp() + interval '1 hour'
    from tenants where external_id = ${externalId}
    on conflict (tenant_id) do update set step = excluded.step, state_hash = excluded.state_hash,
      next_state_hash = null, nonce_hash = null, administrator = null, workspace_id = excluded.workspace_id, requested_by = excluded.requested_by, created_at = now(),
      expires_at = excluded.expires_at, done_at = null
    returning expires_at as "expiresAt",
      workspace_id as "workspaceId",
      (select entra_tenant_id from tenants where external_id = ${externalId}) as "entraTenantId"`)
  const { expiresAt, workspaceId, entraTenantId } = row as Record<'expiresAt' | 'workspaceId' | 'entraTenantId', string>
  const link = { consentUrl: consentUrl(settings, entraTenantId, state), expiresAt: new Date(expiresAt).toISOString() }
  await recordAudit(tx, {
    workspaceId,
    tenantId: externalId,
    ...auditedBy(access.caller),
    action: 'consent.requested',
    data: { expiresAt: link.expiresAt },
  })
  return link
}
