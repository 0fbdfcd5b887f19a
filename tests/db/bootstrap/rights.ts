import type postgres from 'postgres'

/** Everything that bootstrapping and migrating can change, as text: roles, members, owners, privileges, rules. Sorted. */
export async function rightsOf(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql`
    select concat_ws(' ', 'role', oid, rolname, rolcanlogin, rolinherit, rolconnlimit) as it from pg_roles
    union all select concat_ws(' ', 'member', roleid::regrole, member::regrole, grantor::regrole, admin_option, inherit_option, set_option) from pg_auth_members
    union all select concat_ws(' ', 'database', datname, datdba::regrole, datacl) from pg_database
    union all select concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl) from pg_namespace where nspname !~ '^pg_'
    union all select concat_ws(' ', 'relation', c.oid::regclass, relowner::regrole, relacl, relrowsecurity, relforcerowsecurity)
      from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'tenantpilot')
    union all select concat_ws(' ', 'column', attrelid::regclass, attname, attacl) from pg_attribute where attacl is not null
    union all select concat_ws(' ', 'function', p.oid::regprocedure, proowner::regrole, proacl, prosecdef, md5(prosrc))
      from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname = 'tenantpilot'
    union all select concat_ws(' ', 'policy', polrelid::regclass, polname, polroles::regrole[], pg_get_expr(polqual, polrelid)) from pg_policy
    union all select concat_ws(' ', 'default', defaclrole::regrole, defaclnamespace, defaclobjtype, defaclacl) from pg_default_acl
    union all select concat_ws(' ', 'extension', extname, extowner::regrole) from pg_extension`
  return rows.map(({ it }) => String(it)).toSorted()
}
