import type { TenantStatus } from '../db/schema/tenants'
import type { ErrorCode } from '../shared/error-codes'
import { AppError } from '../shared/errors'

const refusals: Readonly<Record<Exclude<TenantStatus, 'active'>, ErrorCode>> = {
  pending: 'tenant.pending',
  paused: 'tenant.paused',
  removed: 'tenant.removed',
}

/** Throws `tenant.pending`, `tenant.paused` or `tenant.removed`: nothing runs for such a tenant, and no token for Graph is asked for. */
export function requireActive({ status }: { status: TenantStatus }): void {
  if (status !== 'active') throw new AppError(refusals[status])
}
