import { ours, ownerRole } from '../schema/ours'
import type { Found } from './found'
import { fullMember } from './members'
import { literal } from '../connection'
import type { Step } from './step'

/** Our schema, empty or as somebody has migrated it: then all that is in it changes hands, and the rules of the rows with it. */
export function schemaSteps(found: Found): Step[] {
  const { schemaOwner } = found
  const stands = `exists (select from pg_namespace where nspname = '${ours.schemaName}' and pg_get_userbyid(nspowner) = '${ownerRole}')`
  if (schemaOwner === null)
    return [
      {
        what: `schema "${ours.schemaName}", of "${ownerRole}"`,
        stands,
        statements: [`create schema ${ours.schemaName} authorization ${ownerRole}`],
      },
    ]
  const what = `schema "${ours.schemaName}" and all that is in it belong to "${ownerRole}"`
  const step = { what, stands, statements: changeHands }
  return schemaOwner === ownerRole ? [step] : handOver(found, schemaOwner, step)
}

/** Only who acts as the former owner may give it away; who migrated until now may go on, as a member. */
function handOver(found: Found, former: string, step: Step): Step[] {
  const before = { ...fullMember(found, found.user, former), otherwise: `bootstrap once as "${former}"` }
  return [before, step, fullMember(found, former, ownerRole)]
}

const changeHands = [
  `alter schema ${ours.schemaName} owner to ${ownerRole}`,
  `do $$ declare statement text; begin
    for statement in
      select format('alter %s %s owner to ${ownerRole}', case relkind when 'v' then 'view' when 'm' then 'materialized view'
          when 'S' then 'sequence' else 'table' end, oid::regclass)
        from pg_class c where relnamespace = '${ours.schemaName}'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
          -- a column's sequence follows its table
          and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and c.relkind = 'S')
      union all select format('alter routine %s owner to ${ownerRole}', oid::regprocedure)
        from pg_proc where pronamespace = '${ours.schemaName}'::regnamespace
      union all select format('alter policy %I on %s to ${ownerRole}', polname, polrelid::regclass)
        from pg_policy p join pg_class c on c.oid = p.polrelid
        where relnamespace = '${ours.schemaName}'::regnamespace and polname = 'owner_all'
    loop execute statement; end loop; end $$`,
]

/** The app's table becomes ours; whoever had it keeps every right, as a member. */
export function takeSettingsTable(found: Found, table: string): Step[] {
  return handOver(found, found.settingsOwner!, {
    what: `${table} belongs to "${ownerRole}"`,
    stands: `(select pg_get_userbyid(relowner) = '${ownerRole}' from pg_class where oid = ${literal(table)}::regclass)`,
    statements: [`alter table ${table} owner to ${ownerRole}`],
  })
}
