import type postgres from 'postgres'
import { ourRoles } from './check-roles'
import type { Found } from './found'
import { revokeText } from './rights'

/**
 * Tells of each member of our roles that is none of these logins, with the statement that takes it away: it may be left of an
 * earlier bootstrap, or of another installation of this server.
 */
export async function otherMembers(sql: postgres.ISql, found: Found, logins: readonly string[]): Promise<string[]> {
  const known = [...ourRoles, ...logins, found.user, found.settingsOwner, found.schemaOwner].filter(
    (name) => name !== null,
  )
  const rows = await sql`
    select m.rolname as member, g.rolname as role, ${sql.unsafe(revokeText)} as statement
    from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
    where g.rolname in ${sql(ourRoles)} and m.rolname not in ${sql(known)} and not m.rolsuper
      -- who made a role may give it on, and is no member otherwise; before PostgreSQL 16 there was no such thing
      and (coalesce((to_jsonb(a)->>'set_option')::boolean, true) or coalesce((to_jsonb(a)->>'inherit_option')::boolean, true))
    order by 1, 2, 3`
  return rows.map(
    ({ member, role, statement }) =>
      `also   "${member}" is a member of "${role}", and none of these logins. Where nobody needs it any more: ${statement}`,
  )
}
