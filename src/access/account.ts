import { AppError } from '../shared/errors'
import { type AppRole, appRoles, type Caller } from './caller'
import type { Claims } from './claims'
import { tokenInvalid } from './token-invalid'

/** The scope of delegated tokens. */
const scope = 'access_as_user'

/** Who a token is of, without the person for whom a service may call. */
export type Account = Omit<Caller, 'actingFor'>

/**
 * Tells people from services. A token with scopes is delegated: a person's, whose only app role is `Operations`. One without is
 * a service's if `idtyp` says so. Throws `auth.token_invalid` where both or neither is said, and `auth.not_permitted`.
 */
export function toAccount(claims: Claims): Account {
  const { tid, oid, scp, idtyp } = claims
  const principal = { tid: tid.toLowerCase(), oid: oid.toLowerCase() }
  if (scp !== undefined && (idtyp === undefined || idtyp === 'user'))
    return { ...principal, kind: 'person', appRoles: rolesOfPerson(scp, claims.roles) }
  if (scp === undefined && idtyp === 'app')
    return { ...principal, kind: 'service', appRoles: rolesOfService(claims.roles) }
  throw tokenInvalid(
    'it must be either delegated (claim "scp") or app-only (claim "idtyp" with the value "app", an optional claim of the API\'s registration)',
  )
}

function rolesOfPerson(scp: string, roles: readonly string[]): AppRole[] {
  if (!scp.split(' ').includes(scope))
    throw new AppError('auth.not_permitted', { message: `The access token lacks the scope ${scope}.` })
  return roles.includes('Operations') ? ['Operations'] : []
}

function rolesOfService(roles: readonly string[]): AppRole[] {
  const ours = appRoles.filter((role) => roles.includes(role))
  if (!ours.includes('Service') && !ours.includes('Operations'))
    throw new AppError('auth.not_permitted', {
      message: 'The access token lacks the app role Service (for operators: Operations).',
    })
  return ours
}
