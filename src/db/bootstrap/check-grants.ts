import type postgres from 'postgres'
import { literal, quoted } from '../connection'
import { postgresCode } from '../postgres-code'
import type { Found } from './found'
import { isTrue, type Step } from './step'

/**
 * Throws when a step must make a member of a role of which this login may make none, as where another administrator made it, with
 * the statement that he must run. Changes nothing. Before PostgreSQL 16 whoever makes roles may do that.
 */
export async function checkGrants(sql: postgres.ISql, found: Found, steps: readonly Step[]): Promise<void> {
  if (!found.hasGrantOptions) return
  const lacking: Step[] = []
  for (const step of steps)
    if (step.grants && !(await mayGrant(sql, step.grants)) && !(await stands(sql, step))) lacking.push(step)
  if (lacking.length === 0) return
  const roles = [...new Set(lacking.map(({ grants }) => grants!))]
  const others = [...new Set(lacking.flatMap(({ otherwise }) => otherwise ?? []))].map((other) => `; or ${other}`)
  throw new Error(
    `${mayGrantNone(found.user, roles)} As who made them: ${adminOption(found.user, roles)}; then bootstrap again${others.join('')}.`,
  )
}

const names = (roles: readonly string[]) => roles.map((role) => quoted(role)).join(', ')

/** Says what is missing. */
export const mayGrantNone = (user: string, roles: readonly string[]): string =>
  `"${user}" may make nobody a member of ${names(roles)}.`

/** The statement that lets him. */
export const adminOption = (user: string, roles: readonly string[]): string =>
  `grant ${names(roles)} to ${quoted(user)} with admin option`

const mayGrant = (sql: postgres.ISql, role: string) =>
  isTrue(
    sql,
    `coalesce((select pg_has_role(oid, 'MEMBER WITH ADMIN OPTION') from pg_roles where rolname = ${literal(role)}), true)`,
  )

/** A role or login that is yet to be made is unknown to PostgreSQL. */
const stands = (sql: postgres.ISql, step: Step) =>
  isTrue(sql, step.stands).catch((error: unknown) => {
    if (postgresCode(error) !== '42704') throw error
    return false
  })
