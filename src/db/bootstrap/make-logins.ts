import type postgres from 'postgres'
import { literal, quoted } from '../connection'
import type { Login } from './logins'
import { type Step, take, type Tell } from './step'

/**
 * Makes the logins that are missing. `maintenance` is in the database `postgres`, where Azure has its functions for Entra.
 * Throws for one that belongs to another identity. Not in a transaction with anything else: it is
 * another database.
 */
export async function makeLogins(maintenance: postgres.Sql, logins: readonly Login[], tell: Tell): Promise<void> {
  const knowsEntra = await hasEntra(maintenance)
  for (const login of logins) {
    if (login.objectId && !knowsEntra) throw new Error(noEntra(login))
    await take(maintenance, [step(login)], tell)
    if (login.objectId) await refuseAnother(maintenance, login.name, login.objectId)
  }
}

/** True where the server lets managed identities sign in, as far as SQL can tell. */
export async function hasEntra(maintenance: postgres.Sql): Promise<boolean> {
  const [row] = await maintenance`
    select count(distinct proname) = 2 as there from pg_proc where proname in ('pgaadauth_create_principal_with_oid', 'pgaadauth_list_principals')`
  return row?.there === true
}

const noEntra = ({ name }: Login) =>
  `The login "${name}" has an object id, and this server knows no sign-in by Entra: turn it on (az postgres flexible-server update -g GROUP -n SERVER --microsoft-entra-auth Enabled), then bootstrap again. For a login with a password leave the object id out.`

function step({ name, objectId }: Login): Step {
  const make = objectId
    ? `select pgaadauth_create_principal_with_oid(${literal(name)}, ${literal(objectId)}, 'service', false, false)`
    : `create role ${quoted(name)} login`
  return {
    what: `login "${name}"${objectId ? ` of the identity ${objectId}` : ''}`,
    stands: `exists (select from pg_roles where rolname = ${literal(name)} and rolcanlogin)`,
    statements: [make],
  }
}

/** An identity that was deleted and made anew has the same name, and another object id. */
async function refuseAnother(sql: postgres.Sql, name: string, objectId: string): Promise<void> {
  const rows = await sql`select to_jsonb(p) as principal from pgaadauth_list_principals(false) p`
  const principals = rows.map(({ principal }) => lowerKeys(principal as Record<string, unknown>))
  // the documents and the server call the column differently
  const found = principals.find((each) => (each.rolname ?? each.rolename) === name)
  if (!found)
    throw new Error(
      `The login "${name}" is none of Entra: in the database postgres run security label for "pgaadauth" on role ${quoted(name)} is 'aadauth,oid=${objectId},type=service'; then bootstrap again.`,
    )
  if (String(found.objectid).toLowerCase() !== objectId.toLowerCase())
    throw new Error(
      `The login "${name}" belongs to another identity, ${String(found.objectid)}: in each database run drop owned by ${quoted(name)}; then once drop role ${quoted(name)}; then bootstrap again.`,
    )
}

const lowerKeys = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]))
