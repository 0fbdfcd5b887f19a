import type { Db } from '../../src/db/database'
import { grants, workspaceHomeTenants } from '../../src/db/schema/access'
import type { Role } from '../../src/shared/capabilities'
import { type DemoCallerName, demoCallers, homeTenantId } from '../simulator/entra/demo-callers'

/** What the demo callers may in the workspace; the others have no grant. */
export const demoRoles: Partial<Record<DemoCallerName, Role>> = {
  reader: 'reader',
  operator: 'operator',
  manager: 'manager',
  owner: 'owner',
  service: 'operator',
  actas: 'manager',
}

/** Gives the demo callers their roles in a workspace. Idempotent. */
export async function grantDemoCallers(db: Db, workspaceId: string): Promise<void> {
  await db.insert(workspaceHomeTenants).values({ workspaceId, tid: homeTenantId }).onConflictDoNothing()
  const given = (Object.entries(demoRoles) as [DemoCallerName, Role][]).map(([name, role]) => {
    const { tid, oid, name: label } = demoCallers[name]
    return { workspaceId, tid, oid, role, label, grantedBy: 'bootstrap' }
  })
  await db.insert(grants).values(given).onConflictDoNothing()
}
