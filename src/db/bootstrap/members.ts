import { literal, quoted } from '../connection'
import type { Found } from './found'
import { revokes } from './rights'
import type { Step } from './step'

const both = ([member, role]: readonly [string, string]) =>
  `member = (select oid from pg_roles where rolname = ${literal(member)}) and roleid = (select oid from pg_roles where rolname = ${literal(role)})`

/** A member that has the role's rights by itself, and may act as it. */
export function fullMember({ hasGrantOptions }: Found, member: string, role: string): Step {
  const options = hasGrantOptions ? ' with inherit true, set true' : ''
  return {
    what: `"${member}" acts as "${role}"`,
    grants: role,
    // a superuser is a member of every role
    stands: hasGrantOptions
      ? `pg_has_role(${literal(member)}, ${literal(role)}, 'USAGE') and pg_has_role(${literal(member)}, ${literal(role)}, 'SET')`
      : `pg_has_role(${literal(member)}, ${literal(role)}, 'USAGE')`,
    statements: [`grant ${quoted(role)} to ${quoted(member)}${options}`],
  }
}

/** A member that has none of the role's rights until it enters it: a session that forgets to may do nothing. */
export function enteringMember({ hasGrantOptions }: Found, member: string, role: string): Step {
  const pair = both([member, role])
  const grant = `grant ${quoted(role)} to ${quoted(member)}`
  return {
    what: `"${member}" may enter "${role}"`,
    grants: role,
    // neither by this grant nor through another role it has the rights at once
    stands: `${hasGrantOptions ? `(select bool_or(set_option) from pg_auth_members where ${pair})` : `exists (select from pg_auth_members where ${pair})`}
      and not pg_has_role(${literal(member)}, ${literal(role)}, 'USAGE')`,
    needs: hasGrantOptions ? revokes(member, role, 'a.inherit_option') : revokes(member, role),
    statements: hasGrantOptions
      ? [`${grant} with inherit false, set true`]
      : [grant, `alter role ${quoted(member)} noinherit`],
  }
}

/** Somebody who is no member, or no longer, and not through others either: those are somebody else's, so he is told. */
export const noMember = (member: string, role: string): Step => ({
  what: `"${member}" is no "${role}"`,
  stands: `not pg_has_role(${literal(member)}, ${literal(role)}, 'MEMBER')`,
  needs: revokes(member, role),
  statements: [`revoke ${quoted(role)} from ${quoted(member)}`],
})
