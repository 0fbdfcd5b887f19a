import { literal } from '../connection'

/** Roles of PostgreSQL and of Azure whose members administer the server, or read and write whatever is on it. */
const powerful = [
  'azure_pg_admin',
  'pg_read_all_data',
  'pg_write_all_data',
  'pg_read_server_files',
  'pg_write_server_files',
  'pg_execute_server_program',
]

/**
 * SQL expression: the role that gives `role` (an expression of its oid) rights over the server, itself or one of which it is a
 * member, through however many others. Null: it has none.
 */
export const powerOf = (role: string): string =>
  `(select power.rolname::text from pg_roles power where (power.rolsuper or power.rolcreaterole or power.rolcreatedb or power.rolbypassrls
    or power.rolreplication or power.rolname in (${powerful.map(literal).join(', ')})) and pg_has_role(${role}, power.oid, 'MEMBER')
    order by power.oid <> ${role}, power.oid limit 1)`

/**
 * SQL expression: the statements that take from `member` what makes it a member of `role`, also through others. `where` narrows
 * the memberships, `a`. A grant of somebody else is only taken back when he is named.
 */
export const revokes = (member: string, role: string, where = 'true'): string =>
  `(select string_agg(${revokeText}, '; ') from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
    where m.rolname = ${literal(member)} and pg_has_role(a.roleid, (select oid from pg_roles where rolname = ${literal(role)}), 'MEMBER') and ${where})`

/** SQL expression: what takes back the membership `a` of `m` in `g`. */
export const revokeText = `format('revoke %I from %I', g.rolname, m.rolname) || case
  when pg_get_userbyid(a.grantor) <> current_user and current_setting('server_version_num')::int >= 160000
  then format(' granted by %I', pg_get_userbyid(a.grantor)) else '' end`
