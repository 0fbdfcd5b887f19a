import * as z from 'zod'
import type { Entry } from '../../access/enter'
import type { GrantRequest, GrantView } from '../../access/grants'
import type { WorkspaceView } from '../../access/workspaces'
import { roles } from '../../shared/capabilities'
import type { TenantChange } from '../../tenants/change'
import type { TenantView } from '../../tenants/view'
import { Grant, listOf, Tenant, Workspace } from '../answers'
import { examples } from '../examples'
import { oneOf } from '../parameters'
import { granted, type Route } from '../route'

/** What the routes of workspaces, tenants and grants call. */
export interface AccessApi {
  listWorkspaces(entry: Entry): Promise<WorkspaceView[]>
  listTenants(entry: Entry, workspaceId: string): Promise<TenantView[]>
  registerTenant(
    entry: Entry,
    workspaceId: string,
    tenant: { entraTenantId: string; name: string },
  ): Promise<TenantView>
  readTenant(entry: Entry, tenantKey: string): Promise<TenantView>
  changeTenant(entry: Entry, tenantKey: string, change: TenantChange): Promise<TenantView>
  removeTenant(entry: Entry, tenantKey: string): Promise<void>
  listGrants(entry: Entry, workspaceId: string): Promise<GrantView[]>
  giveGrant(entry: Entry, workspaceId: string, request: GrantRequest): Promise<GrantView>
  takeGrant(entry: Entry, workspaceId: string, grantId: string): Promise<void>
}

/** No control characters, and none that turn the direction of a text. */
const isPlain = (text: string) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text)
const Name = z
  .string('must be a text')
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .refine(isPlain, 'must not contain control characters')
const Guid = z.guid('must be a GUID').toLowerCase()
const NewTenant = z.strictObject({
  entraTenantId: Guid.describe('The tenant in Entra.'),
  name: Name.describe('What people call it.'),
})
const Change = z.strictObject({ name: Name.optional(), paused: z.boolean('must be true or false').optional() })
const NewGrant = z.strictObject({
  tenantId: z
    .uuid("must be a tenant's UUID, not its key")
    .nullable()
    .default(null)
    .describe('The UUID of a tenant, never its key. Null: the workspace with all of its tenants.'),
  tid: Guid.describe("The account's tenant in Entra: one of the workspace's home tenants."),
  oid: Guid.describe("The account's object id."),
  role: oneOf(roles),
  label: z
    .string()
    .max(200, 'must have at most 200 characters')
    .refine(isPlain, 'must not contain control characters')
    .default('')
    .describe('What people call the account.'),
})

/** The routes of workspaces, tenants and grants. */
export const accessRoutes: readonly Route<AccessApi>[] = [
  granted({
    name: 'listWorkspaces',
    method: 'GET',
    path: 'workspaces',
    tag: 'Tenants',
    summary: 'Lists the workspaces in which you have a role.',
    needs: 'tenants.read',
    answers: { 200: { description: 'Workspaces.', schema: listOf(Workspace) } },
    example: { answer: { items: [examples.workspace] } },
    handle: async (_request, api: AccessApi, entry) => ({
      status: 200,
      jsonBody: { items: await api.listWorkspaces(entry) },
    }),
  }),
  granted({
    name: 'listTenants',
    method: 'GET',
    path: 'workspaces/{workspaceId}/tenants',
    tag: 'Tenants',
    summary: 'Lists the tenants of a workspace that you may see.',
    needs: 'tenants.read',
    answers: { 200: { description: 'Tenants, by name.', schema: listOf(Tenant) } },
    example: { answer: { items: [examples.tenant] } },
    handle: async ({ params }, api: AccessApi, entry) => ({
      status: 200,
      jsonBody: { items: await api.listTenants(entry, params.workspaceId) },
    }),
  }),
  granted({
    name: 'registerTenant',
    method: 'POST',
    path: 'workspaces/{workspaceId}/tenants',
    tag: 'Tenants',
    summary: 'Registers a tenant. It is pending: nothing runs for it until its own administrator has signed in.',
    needs: 'tenants.register',
    body: NewTenant,
    creates: true,
    answers: { 201: { description: 'The tenant.', schema: Tenant } },
    problems: ['tenant.exists'],
    example: { body: { entraTenantId: examples.tenant.entraTenantId, name: 'Contoso' }, answer: examples.tenant },
    handle: async ({ params, body }, api: AccessApi, entry) => ({
      status: 201,
      jsonBody: await api.registerTenant(entry, params.workspaceId, body),
    }),
  }),
  granted({
    name: 'getTenant',
    method: 'GET',
    path: 'tenants/{tenantId}',
    tag: 'Tenants',
    summary: 'Shows a tenant.',
    needs: 'tenants.read',
    answers: { 200: { description: 'The tenant.', schema: Tenant } },
    example: { answer: examples.tenant },
    handle: async ({ params }, api: AccessApi, entry) => ({
      status: 200,
      jsonBody: await api.readTenant(entry, params.tenantId),
    }),
  }),
  granted({
    name: 'changeTenant',
    method: 'PATCH',
    path: 'tenants/{tenantId}',
    tag: 'Tenants',
    summary: 'Renames, pauses or resumes a tenant. While it is paused nothing is started for it.',
    needs: 'tenants.edit',
    body: Change,
    answers: { 200: { description: 'The tenant.', schema: Tenant } },
    problems: ['tenant.pending'],
    example: { body: { paused: true }, answer: { ...examples.tenant, status: 'paused' } },
    handle: async ({ params, body }, api: AccessApi, entry) => ({
      status: 200,
      jsonBody: await api.changeTenant(entry, params.tenantId, body),
    }),
  }),
  granted({
    name: 'removeTenant',
    method: 'DELETE',
    path: 'tenants/{tenantId}',
    tag: 'Tenants',
    summary: 'Removes a tenant: nobody sees it any more, and nothing is started for it.',
    needs: 'tenants.remove',
    answers: { 204: { description: 'It is removed.' } },
    example: { answer: null },
    async handle({ params }, api: AccessApi, entry) {
      await api.removeTenant(entry, params.tenantId)
      return { status: 204 }
    },
  }),
  granted({
    name: 'listGrants',
    method: 'GET',
    path: 'workspaces/{workspaceId}/grants',
    tag: 'Grants',
    summary: 'Lists who may what in a workspace.',
    needs: 'grants.read',
    answers: { 200: { description: 'Grants, the highest roles first.', schema: listOf(Grant) } },
    example: { answer: { items: [examples.grant] } },
    handle: async ({ params }, api: AccessApi, entry) => ({
      status: 200,
      jsonBody: { items: await api.listGrants(entry, params.workspaceId) },
    }),
  }),
  granted({
    name: 'giveGrant',
    method: 'POST',
    path: 'workspaces/{workspaceId}/grants',
    tag: 'Grants',
    summary: 'Gives an account a role, or changes the one that it has there. Nobody gives a role above his own.',
    needs: 'grants.edit',
    body: NewGrant,
    creates: true,
    answers: { 200: { description: 'The grant.', schema: Grant } },
    problems: ['grant.above_own', 'grant.foreign_home', 'grant.last_owner'],
    example: {
      body: { tid: examples.grant.tid, oid: examples.grant.oid, role: 'operator', label: examples.grant.label },
      answer: examples.grant,
    },
    handle: async ({ params, body }, api: AccessApi, entry) => ({
      status: 200,
      jsonBody: await api.giveGrant(entry, params.workspaceId, body),
    }),
  }),
  granted({
    name: 'takeGrant',
    method: 'DELETE',
    path: 'workspaces/{workspaceId}/grants/{grantId}',
    tag: 'Grants',
    summary: 'Takes a grant away. The last owner of a workspace stays.',
    needs: 'grants.edit',
    answers: { 204: { description: 'It is gone.' } },
    problems: ['grant.above_own', 'grant.last_owner'],
    example: { answer: null },
    async handle({ params }, api: AccessApi, entry) {
      await api.takeGrant(entry, params.workspaceId, params.grantId)
      return { status: 204 }
    },
  }),
]
