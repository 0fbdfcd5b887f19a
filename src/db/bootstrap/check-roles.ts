import type postgres from 'postgres'
import { databaseRoles } from '../access/rules'
import { literal, quoted } from '../connection'
import { ownerRole } from '../schema/ours'
import type { Login } from './logins'
import { powerOf, revokes } from './rights'

/** The roles that are ours, as which nobody signs in. */
export const ourRoles: readonly string[] = [ownerRole, ...Object.values(databaseRoles)]

/**
 * Throws for a role of ours that is there and could do more than it must, with the statement that puts it right. Changes nothing.
 */
export async function checkRoles(sql: postgres.ISql): Promise<void> {
  for (const name of ourRoles) {
    const found = await readRole(sql, name)
    if (!found) continue
    if (found.canLogin)
      throw new Error(`Nobody must sign in as "${name}": run alter role ${name} nologin; then bootstrap again.`)
    if (found.power === name)
      throw new Error(
        `The role "${name}" has rights over the server: run alter role ${name} nosuperuser nocreaterole nocreatedb nobypassrls noreplication; then bootstrap again.`,
      )
    for (const other of [found.power, ...ourRoles.filter((each) => each !== name)]) {
      const [row] = other ? await sql.unsafe(`select ${revokes(name, other)} as statements`) : []
      if (row?.statements)
        throw new Error(
          `The role "${name}" must not be a member of "${other}": run ${row.statements}; then bootstrap again.`,
        )
    }
  }
}

/** Throws for logins that cannot be made, or that are there and are not fit. Changes nothing. */
export async function checkLogins(sql: postgres.ISql, logins: readonly Login[]): Promise<void> {
  for (const { name } of logins) {
    if (ourRoles.includes(name) || /^(pg_.*|public|none)$/.test(name))
      throw new Error(`"${name}" is a reserved name: name another login, then bootstrap again.`)
    const found = await readRole(sql, name)
    if (!found) continue
    if (found.power !== null) {
      const through = found.power === name ? '' : ` through "${found.power}"`
      throw new Error(
        `The login "${name}" has rights over the server${through}: name one that has none, then bootstrap again.`,
      )
    }
    if (!found.canLogin)
      throw new Error(
        `The role "${name}" is there and may not sign in: name another login, or run alter role ${quoted(name)} login; then bootstrap again.`,
      )
  }
}

interface Role {
  canLogin: boolean
  power: string | null
}

async function readRole(sql: postgres.ISql, name: string): Promise<Role | undefined> {
  const [row] = await sql.unsafe(
    `select rolcanlogin as "canLogin", ${powerOf('role.oid')} as power from pg_roles role where rolname = ${literal(name)}`,
  )
  return row as Role | undefined
}
