import { sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record'
import type { Db } from '../db/database'
import { type Principal, principalText } from './caller'

/** What is made for the first person of a workspace. */
export interface FirstOwner {
  /** The workspace's name; one of this name is used, whatever its case. */
  workspace: string
  owner: Principal
  /** Further Entra tenants whose people count. The owner's own always does. */
  homeTenants: readonly string[]
}

/** One after the other: two at once must not both find a workspace without an owner. Any number that only this uses. */
const bootstrapLockId = 7_265_204

/**
 * Makes a workspace, its home tenants and its first owner. Needs the account that owns the tables: nobody else sees all
 * workspaces. `stood`: this person owns it already, so that only home tenants were added. Throws when somebody else owns it,
 * who is the one to ask for grants.
 */
export async function bootstrapWorkspace(
  db: Db,
  { workspace, owner, homeTenants }: FirstOwner,
): Promise<{ id: string; stood: boolean }> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${bootstrapLockId})`)
    const [known] = await tx.execute(sql`
      select w.id, exists (select from grants g where g.workspace_id = w.id and g.role = 'owner') as owned,
        exists (select from grants g where g.workspace_id = w.id and g.role = 'owner' and g.tenant_id is null
          and g.tid = ${owner.tid} and g.oid = ${owner.oid}) as stood
      from workspaces w where lower(w.name) = lower(${workspace}) order by w.created_at limit 1`)
    if (known?.stood === true) {
      const id = String(known.id)
      for (const tid of homeTenants) await addHomeTenant(tx, id, tid)
      return { id, stood: true }
    }
    if (known?.owned === true)
      throw new Error(
        `The workspace "${workspace}" has an owner. Ask an owner for a grant: bootstrap is for the first one.`,
      )
    const [made] = known
      ? [known]
      : await tx.execute(sql`insert into workspaces (name) values (${workspace}) returning id`)
    const workspaceId = String(made?.id)
    for (const tid of new Set([owner.tid, ...homeTenants])) await insertHomeTenant(tx, workspaceId, tid)
    await tx.execute(sql`
      insert into grants (workspace_id, tid, oid, role, granted_by)
      values (${workspaceId}, ${owner.tid}, ${owner.oid}, 'owner', 'bootstrap')
      on conflict (workspace_id, tid, oid) where tenant_id is null do update set role = 'owner'`)
    await recordAudit(tx, {
      workspaceId,
      actor: 'bootstrap',
      actorKind: null,
      action: 'workspace.bootstrapped',
      data: { owner: principalText(owner) },
    })
    return { id: workspaceId, stood: false }
  })
}

/** Adds Entra tenants whose people count in a workspace. Throws when there is no such workspace. */
export async function addHomeTenants(db: Db, workspace: string, homeTenants: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    const workspaceId = await findWorkspace(tx, workspace)
    for (const tid of homeTenants) await addHomeTenant(tx, workspaceId, tid)
  })
}

async function addHomeTenant(tx: Db, workspaceId: string, tid: string): Promise<void> {
  const isNew = await insertHomeTenant(tx, workspaceId, tid)
  const entry = { workspaceId, actor: 'bootstrap', actorKind: null, target: tid } as const
  if (isNew) await recordAudit(tx, { ...entry, action: 'workspace.home_tenant_added' })
}

/** False: it counts already. */
async function insertHomeTenant(tx: Db, workspaceId: string, tid: string): Promise<boolean> {
  const added = await tx.execute(sql`
    insert into workspace_home_tenants (workspace_id, tid) values (${workspaceId}, ${tid}) on conflict do nothing returning tid`)
  return added.length > 0
}

async function findWorkspace(tx: Db, workspace: string): Promise<string> {
  const [found] = await tx.execute(sql`
    select id from workspaces where lower(name) = lower(${workspace}) order by created_at limit 1`)
  if (!found) throw new Error(`There is no workspace "${workspace}". Make it first: --workspace with --owner.`)
  return String(found.id)
}

/**
 * Activates a pending tenant, or registers and activates one, without the sign-in of its administrator: whoever owns the
 * tables vouches for it. Returns its `external_id`.
 */
export async function bootstrapTenant(
  db: Db,
  {
    workspace,
    entraTenantId,
    name,
    appKey,
  }: { workspace: string; entraTenantId: string; name: string; appKey?: string },
): Promise<string> {
  return db.transaction(async (tx) => {
    const workspaceId = await findWorkspace(tx, workspace)
    const [row] = await tx.execute(sql`
      insert into tenants (workspace_id, entra_tenant_id, display_name, app_key, status, activated_at)
      values (${workspaceId}, ${entraTenantId}, ${name}, ${appKey ?? ''}, 'active', clock_timestamp())
      on conflict (workspace_id, entra_tenant_id) do update
        set status = 'active', activated_at = clock_timestamp(), removed_at = null, display_name = excluded.display_name
      returning external_id, app_key`)
    if (appKey !== undefined && row!.app_key !== appKey)
      throw new Error(
        `The tenant is known already, and the app calls it "${String(row!.app_key)}". How to change that: docs/operating.md, The database.`,
      )
    const tenantId = String(row!.external_id)
    await recordAudit(tx, { workspaceId, tenantId, actor: 'bootstrap', actorKind: null, action: 'tenant.activated' })
    return tenantId
  })
}
