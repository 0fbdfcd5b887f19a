import * as z from 'zod'

// What the routes of workspaces, tenants and grants answer, as far as this client reads it.

/** It becomes a part of paths. */
const id = z.uuid()
const text = z.string()

/** `GET /workspaces`. A role of null: only in some of its tenants. */
export const WorkspacesView = z.object({
  items: z.array(z.object({ workspaceId: id, name: text, role: text.nullable() })),
})
export type ListedWorkspace = z.infer<typeof WorkspacesView>['items'][number]

/** `GET /tenants/{tenant}`, and what changes of a tenant answer. */
export const TenantView = z.object({
  tenantId: id,
  appKey: text,
  workspaceId: id,
  entraTenantId: text,
  name: text,
  status: text,
  createdAt: text,
  activatedAt: text.nullable(),
})
export type TenantView = z.infer<typeof TenantView>

/** `GET /workspaces/{workspace}/tenants` */
export const TenantsView = z.object({ items: z.array(TenantView) })

/** `POST /tenants/{tenant}/consent` */
export const ConsentView = z.object({ consentUrl: z.url(), expiresAt: text })

/** One of `GET /workspaces/{workspace}/grants`, and the answer to giving one. `tenantId` null: the whole workspace. */
export const GrantView = z.object({
  id,
  tenantId: id.nullable(),
  tid: text,
  oid: text,
  role: text,
  label: text,
  grantedBy: text,
  createdAt: text,
})
export type GrantView = z.infer<typeof GrantView>

/** `GET /workspaces/{workspace}/grants` */
export const GrantsView = z.object({ items: z.array(GrantView) })
