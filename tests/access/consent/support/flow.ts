import { randomUUID } from 'node:crypto'
import type { Backend } from '../../../support/backend'
import { createBrowser, linkOf } from './browser'

/** What a page says of a link that is unknown, used or expired. */
export const gone = {
  status: 410,
  text: expect.stringContaining('This link is no longer valid. Open the one that you were sent again'),
}

/** The steps of consent, each as somebody would do it. */
export function createFlow(backend: Backend) {
  const browser = createBrowser(backend)
  const { sql, tenant } = backend.database

  /** Registers a tenant; one of the same Entra tenant before it gets another one. */
  async function register(entraTenantId: string = tenant.entraTenantId, workspaceId = tenant.workspaceId) {
    await sql`update tenants set entra_tenant_id = ${randomUUID()}
      where workspace_id = ${workspaceId} and entra_tenant_id = ${entraTenantId}`
    const [row] = await sql`insert into tenants (workspace_id, entra_tenant_id, display_name)
      values (${workspaceId}, ${entraTenantId}, 'Contoso <AG>') returning external_id as id`
    return String(row!.id)
  }

  /** Asks for consent as a manager; its link. */
  async function ask(tenantId: string): Promise<string> {
    const { body } = await backend.send('POST', `tenants/${tenantId}/consent`, { headers: backend.tokenOf('manager') })
    return String(body.consentUrl)
  }

  /** Asks and consents; the link to the sign-in. */
  const toSignIn = async (tenantId: string) => linkOf(await browser.consent(await ask(tenantId)))

  /** Posts what Entra's form would. */
  const signedIn = (form: Record<string, string>) => browser.open('/api/consent/signed-in', form)

  /** Asks, consents and signs in; the page that asks to confirm. */
  const toConfirm = async (tenantId: string) => signedIn(await browser.signIn(await toSignIn(tenantId)))

  async function statusOf(tenantId: string): Promise<string> {
    const [row] = await sql`select status from tenants where external_id = ${tenantId}`
    return String(row!.status)
  }

  const activations = async (tenantId: string) => [
    ...(await sql`select actor, target from audit_events where tenant_id = ${tenantId} and action = 'tenant.activated'`),
  ]

  return { ...browser, register, ask, toSignIn, signedIn, toConfirm, statusOf, activations }
}

export type Flow = ReturnType<typeof createFlow>
