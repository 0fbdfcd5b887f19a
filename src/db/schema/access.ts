import { sql } from 'drizzle-orm'
import { check, index, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Role } from '../../shared/capabilities'
import type { TenantId } from '../../shared/ids'
import { bytea, instant } from './columns'
import { ours } from './ours'
import { tenants, workspaces } from './tenants'

/** Entra tenants whose people count in a workspace. A managed tenant counts only if it is listed here as well. */
export const workspaceHomeTenants = ours.table(
  'workspace_home_tenants',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    tid: uuid('tid').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.tid] })],
)

/** What an account may, in a workspace or in one of its tenants. */
export const grants = ours.table(
  'grants',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** Null: the workspace with all of its tenants. */
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .references(() => tenants.externalId),
    tid: uuid('tid').notNull(),
    oid: uuid('oid').notNull(),
    role: text('role').$type<Role>().notNull(),
    /** What people call the account. */
    label: text('label').notNull().default(''),
    /** `tid/oid`, or `bootstrap`. */
    grantedBy: text('granted_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('grants_one_per_workspace')
      .on(t.workspaceId, t.tid, t.oid)
      .where(sql`${t.tenantId} is null`),
    uniqueIndex('grants_one_per_tenant')
      .on(t.tenantId, t.tid, t.oid)
      .where(sql`${t.tenantId} is not null`),
    index('grants_of_account').on(t.tid, t.oid),
    check('grants_role_known', sql`${t.role} in ('reader', 'operator', 'manager', 'owner')`),
    check('grants_owner_of_workspace', sql`${t.role} <> 'owner' or ${t.tenantId} is null`),
  ],
)

/** The answers of requests that created something, by the key that the caller chose. */
export const idempotencyKeys = ours.table(
  'idempotency_keys',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** `tid/oid`. */
    caller: text('caller').notNull(),
    /** `tid/oid`; empty for nobody. */
    actingFor: text('acting_for').notNull(),
    /** Method and path, with the ids in it. */
    route: text('route').notNull(),
    key: text('key').notNull(),
    bodyHash: bytea('body_hash').notNull(),
    /** What the first request gave back; null only inside its transaction. */
    result: jsonb('result'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.caller, t.actingFor, t.route, t.key] }),
    index('idempotency_keys_old').on(t.createdAt),
  ],
)

/** How far the consent to a tenant is: each step but the last has a state of its own. */
export type ConsentStep = 'consent' | 'sign_in' | 'confirm' | 'done'

/**
 * The open request for the consent of a tenant: at most one, so that asking again makes earlier links void. What the links
 * contain is stored hashed (SHA-256).
 */
export const consentRequests = ours.table(
  'consent_requests',
  {
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .primaryKey()
      .references(() => tenants.externalId),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    step: text('step').$type<ConsentStep>().notNull(),
    /** Of the state in the link for the administrator, which counts until he has confirmed. */
    stateHash: bytea('state_hash').notNull(),
    /** Of the state that the sign-in or the confirmation must bring, whichever is next. Null before and after these. */
    nextStateHash: bytea('next_state_hash'),
    /** Of the nonce that the id token must contain. Null before the administrator is sent to sign in. */
    nonceHash: bytea('nonce_hash'),
    /** `tid/oid` of who has signed in as an administrator. */
    administrator: text('administrator'),
    /** `tid/oid`. */
    requestedBy: text('requested_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    /** When the administrator activated the tenant. */
    doneAt: instant('done_at'),
  },
  (t) => [
    uniqueIndex('consent_requests_by_state').on(t.stateHash),
    uniqueIndex('consent_requests_by_next_state').on(t.nextStateHash),
    check('consent_requests_step_known', sql`${t.step} in ('consent', 'sign_in', 'confirm', 'done')`),
  ],
)
