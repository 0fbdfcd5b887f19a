import { sql } from 'drizzle-orm'
import { literal, quoted } from '../connection'
import type { Db } from '../database'
import { asRole } from '../owner'
import { ours, settingsView } from '../schema/ours'
import { retryLocks, type Wait } from '../short-locks'
import { settings } from '../tables'
import { enterConsent } from './enter-consent'
import { appendOnly, enterRequest, existsElsewhere, readableLists, seesRun } from './enter-request'
import { notifying } from './notify'
import { databaseRoles, type DatabaseRole, rulesMark, rulesVersion, tableRules } from './rules'
import { startRun } from './start-run'

/** Columns that no request shows: `raw_value` has fingerprints of secrets. */
const unread: readonly string[] = ['raw_value', 'run_id', 'created_at']

/**
 * Makes the three roles, their privileges, row-level security and the view over `policy_settings`. Not a migration in the
 * journal: what it makes follows the rules of this version and the settings' schema. Each migration makes all of it anew, so
 * that nothing stays open that somebody has opened. Throws when a newer version has made it.
 */
export async function bringAccess(db: Db, settingsSchema: string, owner: string, wait: Wait): Promise<void> {
  await createRoles(db)
  const { byLogin, byOwner } = accessStatements(settingsSchema)
  await retryLocks(wait, () =>
    db.transaction(async (tx) => {
      for (const statement of byLogin) await tx.execute(sql.raw(statement))
      await asRole(tx, owner, async () => {
        for (const statement of byOwner) await tx.execute(sql.raw(statement))
      })
    }),
  )
}

/** Everything that is made, in order: first what the app's table allows, by the login, then what is ours, as its owner. */
export const accessStatements = (settingsSchema: string) => ({
  byLogin: settingsGrants(settingsSchema),
  byOwner: [
    ...functionsAndRules(),
    ...viewOfSettings(settingsSchema),
    `comment on schema ${ours.schemaName} is '${rulesMark} ${rulesVersion}'`,
  ],
})

/** Roles belong to the whole server: another database of it may have made them already, or is doing so. */
async function createRoles(db: Db): Promise<void> {
  for (const role of Object.values(databaseRoles))
    await db.execute(
      sql.raw(`do $$ begin
        if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$`),
    )
}

/** Functions that nobody but the API calls: its own statements, or the rules of its rows. */
const calledByApi = [
  'enter_request',
  'enter_consent',
  'exists_elsewhere',
  'start_run',
  'follow_run',
  'sees_run',
  'readable_tenants',
  'readable_workspaces',
  'readable_keys',
]

function functionsAndRules(): string[] {
  const roles = Object.entries(databaseRoles)
  const names = roles.map(([, role]) => role).join(', ')
  return [
    `grant usage on schema ${ours.schemaName}, public to ${names}`,
    ...readableLists,
    enterRequest,
    enterConsent,
    existsElsewhere,
    seesRun,
    ...notifying,
    startRun,
    ...calledByApi.flatMap((name) => [
      `revoke execute on function ${ours.schemaName}.${name} from public`,
      `grant execute on function ${ours.schemaName}.${name} to ${databaseRoles.api}`,
    ]),
    ...appendOnly,
    ...Object.keys(tableRules).flatMap((table) => tableStatements(table)),
  ]
}

function tableStatements(table: string): string[] {
  const name = `${ours.schemaName}.${table}`
  const { privileges, rows, written = rows } = tableRules[table]!
  const granted = Object.entries(privileges) as [DatabaseRole, string][]
  const grants = [
    `revoke all on ${name} from ${Object.values(databaseRoles).join(', ')}`,
    ...granted.map(([role, what]) => `grant ${what} on ${name} to ${databaseRoles[role]}`),
  ]
  if (!rows) return grants
  const others = granted.flatMap(([role]) => (role === 'api' ? [] : [databaseRoles[role]]))
  return [
    ...grants,
    // a rule that somebody added would let in more
    `do $$ declare p name; begin
      for p in select polname from pg_policy where polrelid = '${name}'::regclass
      loop execute format('drop policy %I on ${name}', p); end loop; end $$`,
    `alter table ${name} enable row level security`,
    // also for its owner, who has a rule of his own: no account sees more by being forgotten here
    `alter table ${name} force row level security`,
    policy(name, 'owner_all', 'current_user', 'true', 'true'),
    ...(others.length > 0 ? [policy(name, 'workers_all', others.join(', '), 'true', 'true')] : []),
    policy(name, 'api_readable', databaseRoles.api, rows, written!),
  ]
}

const policy = (table: string, name: string, to: string, seen: string, written: string) =>
  `create policy ${name} on ${table} to ${to} using (${seen}) with check (${written})`

const settingsTable = (schema: string) => `${quoted(schema)}.${settings.name}`

function settingsGrants(schema: string): string[] {
  const table = settingsTable(schema)
  const { worker } = databaseRoles
  return [
    `grant usage on schema ${quoted(schema)} to ${worker}`,
    `grant select, insert, update, delete on ${table} to ${worker}`,
    // the view reads with the rights of its owner
    `do $$ begin execute format('grant select on ${table.replaceAll("'", "''")} to %I',
      (select pg_get_userbyid(nspowner) from pg_namespace where nspname = '${ours.schemaName}')); end $$`,
    `do $$ declare s text; begin
      for s in select pg_get_serial_sequence(${literal(table)}, attname) from pg_attribute
        where attrelid = ${literal(table)}::regclass and attnum > 0 and not attisdropped
      loop if s is not null then execute 'grant usage on sequence ' || s || ' to ${worker}'; end if; end loop; end $$`,
  ]
}

/**
 * The app's table has no row-level security: its own statements would see no rows, and a search by words no index (`LIKE` is
 * not leakproof: 0.6 → 38 ms). The API reads it through a view.
 */
function viewOfSettings(schema: string): string[] {
  const columns = settings.columns.flatMap(({ name }) => (unread.includes(name) ? [] : [name])).join(', ')
  return [
    `drop view if exists ${settingsView}`,
    `create view ${settingsView} as select ${columns} from ${settingsTable(schema)}
      where tenant_id = any ((select ${ours.schemaName}.readable_keys())::text[])`,
    `grant select on ${settingsView} to ${databaseRoles.api}`,
  ]
}
