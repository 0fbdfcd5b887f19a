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

/**
 * Sends an administrator to sign in, with a new state and nonce. What an earlier sign-in by the same link led to is void. Throws
 * `consent.link_invalid` where another request has confirmed or asked again meanwhile.
 */
export async function startSignIn(tx: Db, linkState: string, next: { state: string; nonce: string }): Promise<void> {
  requireOne(
    await tx.execute(sql`
      update consent_requests set step = 'sign_in', administrator = null,
        next_state_hash = decode(${hashOf(next.state)}, 'hex'), nonce_hash = decode(${hashOf(next.nonce)}, 'hex')
      where state_hash = decode(${hashOf(linkState)}, 'hex') and step <> 'done'
      returning 1`),
  )
}

/**
 * Remembers who has signed in, and takes the state of the confirmation instead of the sign-in's. Of several requests with one
 * state the first to come does; the others wait for it, and throw `consent.link_invalid`.
 */
export async function awaitConfirmation(
  tx: Db,
  signInState: string,
  next: { state: string; administrator: string },
): Promise<void> {
  requireOne(
    await tx.execute(sql`
      update consent_requests set step = 'confirm', administrator = ${next.administrator},
        next_state_hash = decode(${hashOf(next.state)}, 'hex'), nonce_hash = null
      where next_state_hash = decode(${hashOf(signInState)}, 'hex')
      returning 1`),
  )
}

/** Ends a request for consent: no state of it counts any more. Of several requests with one state the first to come does. */
export async function endConsent(tx: Db, confirmState: string): Promise<void> {
  requireOne(
    await tx.execute(sql`
      update consent_requests set step = 'done', next_state_hash = null, done_at = clock_timestamp()
      where next_state_hash = decode(${hashOf(confirmState)}, 'hex')
      returning 1`),
  )
}

function requireOne(changed: { length: number }): void {
  if (changed.length === 0) throw new AppError('consent.link_invalid')
}
