import { AppError } from '../shared/errors'
import { requireActive } from '../tenants/require-active'
import type { Access, Place } from './enter'

/** The tenant of a place. */
type EnteredTenant = NonNullable<Place['tenant']>

/** The tenant that a request named, in whatever state. */
export function enteredTenant({ places: [{ tenant }] }: Access): EnteredTenant {
  if (!tenant) throw new AppError('access.denied')
  return tenant
}

/** The tenant that a request named, if something may be started for it. Throws `tenant.pending`, `tenant.paused`. */
export function activeTenant(access: Access): EnteredTenant {
  const tenant = enteredTenant(access)
  requireActive(tenant)
  return tenant
}
