import { sql } from 'drizzle-orm'
import { type AuditQuery, listAudit } from '../audit/list'
import type { Db } from '../db/database'
import type { Role } from '../shared/capabilities'
import type { TenantId } from '../shared/ids'
import { changeTenant, type NewTenant, registerTenant, removeTenant, type TenantChange } from '../tenants/change'
import { type TenantView, tenantView } from '../tenants/view'
import { auditedBy, principalText } from './caller'
import type { ConsentSettings } from './consent/addresses'
import { requestConsent, voidConsent } from './consent/request'
import type { Random } from './consent/secrets'
import type { Enter, Entry } from './enter'
import { type GrantRequest, giveGrant, listGrants, takeGrant } from './grants'
import { once } from './once'
import { enteredTenant } from './require-tenant'

/** A workspace as answers show it. */
export interface WorkspaceView {
  workspaceId: string
  name: string
  /** The caller's role in the whole workspace; null: only in some of its tenants. */
  role: Role | null
}

interface Deps {
  consent: { settings: ConsentSettings; random: Random }
  /** Ends the runs of a tenant that is removed. `actor`: who removes it, `tid/oid`. */
  endRuns(tx: Db, tenantId: TenantId, actor: string): Promise<void>
}

/** What requests may do with workspaces, tenants and grants. Everything throws `access.*`. */
export const createWorkspaces = (enter: Enter, { consent, endRuns }: Deps) => ({
  listWorkspaces: (entry: Entry): Promise<WorkspaceView[]> =>
    enter(entry, {}, async (_tx, { places }) => {
      const wholes = new Map(places.flatMap(({ workspaceId, tenant, role }) => (tenant ? [] : [[workspaceId, role]])))
      const names = new Map(places.map(({ workspaceId, workspaceName }) => [workspaceId, workspaceName]))
      return [...names]
        .map(([workspaceId, name]) => ({ workspaceId, name, role: wholes.get(workspaceId) ?? null }))
        .toSorted((a, b) => a.name.localeCompare(b.name))
    }),
  listTenants: (entry: Entry, workspaceId: string): Promise<TenantView[]> =>
    enter(entry, { workspaceId }, async (tx) => {
      const rows = await tx.execute(sql`
        select ${tenantView} from tenants where workspace_id = ${workspaceId} and status <> 'removed'
        order by display_name, external_id`)
      return rows as unknown as TenantView[]
    }),
  registerTenant: (entry: Entry, workspaceId: string, tenant: Pick<NewTenant, 'entraTenantId' | 'name'>) =>
    enter(entry, { workspaceId }, (tx, access) =>
      once(tx, access, entry.repeatable, () =>
        registerTenant(
          tx,
          { ...tenant, workspaceId, mayRevive: access.places[0].role === 'owner' },
          auditedBy(access.caller),
        ),
      ),
    ),
  readTenant: (entry: Entry, tenantKey: string): Promise<TenantView> =>
    enter(entry, { tenantKey }, async (tx, access) => {
      const [row] = await tx.execute(
        sql`select ${tenantView} from tenants where external_id = ${enteredTenant(access).externalId}`,
      )
      return row as unknown as TenantView
    }),
  changeTenant: (entry: Entry, tenantKey: string, change: TenantChange) =>
    enter(entry, { tenantKey }, (tx, access) =>
      changeTenant(tx, enteredTenant(access).externalId, change, auditedBy(access.caller)),
    ),
  removeTenant: (entry: Entry, tenantKey: string) =>
    enter(entry, { tenantKey }, async (tx, access) => {
      const { externalId } = enteredTenant(access)
      await removeTenant(tx, access.places[0].workspaceId, externalId, auditedBy(access.caller))
      await voidConsent(tx, externalId)
      await endRuns(tx, externalId, principalText(access.caller))
    }),
  requestConsent: (entry: Entry, tenantKey: string) =>
    enter(entry, { tenantKey }, (tx, access) => requestConsent(tx, access, consent.settings, consent.random)),
  listGrants: (entry: Entry, workspaceId: string) => enter(entry, { workspaceId }, listGrants),
  giveGrant: (entry: Entry, workspaceId: string, request: GrantRequest) =>
    enter(entry, { workspaceId }, (tx, access) =>
      once(tx, access, entry.repeatable, () => giveGrant(tx, access, request)),
    ),
  listAudit: (
    entry: Entry,
    workspaceId: string,
    query: AuditQuery,
    page: { after?: number | undefined; limit: number },
  ) => enter(entry, { workspaceId }, (tx) => listAudit(tx, workspaceId, query, page)),
  takeGrant: (entry: Entry, workspaceId: string, grantId: string) =>
    enter(entry, { workspaceId }, (tx, access) => takeGrant(tx, access, grantId)),
})
