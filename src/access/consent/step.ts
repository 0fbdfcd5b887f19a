import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { ConsentStep } from '../../db/schema/access'
import { AppError } from '../../shared/errors'
import { type TenantId, toTenantId } from '../../shared/ids'
import { hashOf } from './secrets'

/** The tenant for whose consent a link was made, and who asked. */
export interface AskedConsent {
  tenantId: TenantId
  workspaceId: string
  workspaceName: string
  tenantName: string
  entraTenantId: string
  /** In hex; empty before the administrator is sent to sign in. */
  nonceHash: string
  /** `tid/oid`; empty before the administrator has signed in. */
  administrator: string
}

/**
 * Lets a transaction read and write the tenant of a link's state. Throws `consent.link_invalid` for a state that is unknown,
 * used or expired, or of another step: always the same, so that nobody learns what exists.
 */
export async function enterConsent(tx: Db, step: ConsentStep, state: string): Promise<AskedConsent> {
  const [row] = await tx.execute(sql`
    select tenant_id, workspace_id, workspace_name, tenant_name, entra_tenant_id, administrator,
      encode(nonce_hash, 'hex') as nonce_hash
    from enter_consent(decode(${hashOf(state)}, 'hex'), ${step})`)
  if (!row) throw new AppError('consent.link_invalid')
  return {
    tenantId: toTenantId(row.tenant_id),
    workspaceId: String(row.workspace_id),
    workspaceName: String(row.workspace_name),
    tenantName: String(row.tenant_name),
    entraTenantId: String(row.entra_tenant_id),
    nonceHash: String(row.nonce_hash ?? ''),
    administrator: String(row.administrator ?? ''),
  }
}

/** What the next step needs. */
interface Next {
  step: ConsentStep
  /** Absent: there is no further link. */
  state?: string
  nonce?: string
  administrator?: string
}

/**
 * Goes on from a state to the next step. Of several requests with one state the first to come does; the others wait for it, and
 * throw `consent.link_invalid`.
 */
export async function takeState(
  tx: Db,
  state: string,
  { step, state: next, nonce, administrator }: Next,
): Promise<void> {
  const used = await tx.execute(sql`
    update consent_requests set step = ${step},
      state_hash = decode(${hashOf(next ?? state)}, 'hex'),
      nonce_hash = decode(${nonce === undefined ? null : hashOf(nonce)}::text, 'hex'),
      administrator = coalesce(${administrator ?? null}, administrator),
      done_at = case when ${step}::text = 'done' then clock_timestamp() end
    where state_hash = decode(${hashOf(state)}, 'hex') and step <> ${step}
    returning 1`)
  if (used.length === 0) throw new AppError('consent.link_invalid')
}
