import { AppError } from '../shared/errors'
import type { Account } from './account'
import { type Principal, readPrincipal } from './caller'

/** The header in which a service names the person for whom it calls. */
export const actingUserHeader = 'X-Acting-User'

/**
 * Reads for whom a service calls; null without the header. Throws `auth.not_permitted` for people and for a service without
 * the app roles `Service` and `ActAs`, and `request.invalid`.
 */
export function readActingUser(header: string | null, { kind, appRoles }: Account): Principal | null {
  if (header === null) return null
  if (kind !== 'service' || !appRoles.includes('Service') || !appRoles.includes('ActAs'))
    throw new AppError('auth.not_permitted', {
      message: `${actingUserHeader} is only for services with the app roles Service and ActAs.`,
    })
  const actingFor = readPrincipal(header)
  if (!actingFor)
    throw new AppError('request.invalid', {
      message: `The request is not valid: ${actingUserHeader}: must be <tenant id>/<object id> of one person in Entra (two GUIDs).`,
    })
  return actingFor
}
