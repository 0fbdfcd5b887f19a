import { createPlaces, type Places } from '../../db/places'
import { AppError } from '../../shared/errors'

/** Lets at most so many requests of one tenant use the database at a time; the others wait for their turn. */
export interface TenantTurns {
  /** Does the work at its turn. Throws `db.unavailable` when too many wait, or when `isLate` says so at its turn. */
  take<T>(tenantKey: string, isLate: () => boolean, work: () => Promise<T>): Promise<T>
}

/** Requests of one tenant that use the database at a time, and that wait. */
const perTenant = { count: 2, waiting: 50 }

/**
 * Makes the turns of this process. Each request needs the lock of its tenant: without turns, those of one tenant that somebody
 * has locked would take all connections, and requests for other tenants would wait behind them.
 */
export function createTenantTurns(): TenantTurns {
  const tenants = new Map<string, { places: Places; users: number }>()
  const unavailable = () => new AppError('db.unavailable')
  return {
    async take(tenantKey, isLate, work) {
      const turn = tenants.get(tenantKey) ?? {
        places: createPlaces({ ...perTenant, full: unavailable, gone: unavailable }),
        users: 0,
      }
      tenants.set(tenantKey, turn)
      turn.users++
      try {
        const leave = await turn.places.take()
        try {
          if (isLate()) throw unavailable()
          return await work()
        } finally {
          leave()
        }
      } finally {
        if (--turn.users === 0) tenants.delete(tenantKey)
      }
    },
  }
}
