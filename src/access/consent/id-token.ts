import { AppError, toAppError } from '../../shared/errors'
import { readBearerToken } from '../bearer'
import type { Claims } from '../claims'
import type { KeyCache } from '../key-cache'
import { verifyToken } from '../verify-token'

/** Template ids of the directory roles whose holders may activate a tenant. */
const administrators: ReadonlySet<string> = new Set([
  '62e90394-69f5-4237-9190-012177145e10', // Global Administrator
  '3a2c62db-5318-420d-8d74-23affee5d9d5', // Intune Administrator
])

/** True for a token of somebody who administers the tenant. */
export const isAdministrator = ({ wids }: Claims): boolean => wids.some((id) => administrators.has(id.toLowerCase()))

interface Expected {
  /** Client id of the registration that was signed in to. */
  clientId: string
  keys: KeyCache
  /** Milliseconds since the epoch. */
  now: number
}

/**
 * Verifies an id token: as an access token, but it must be none. Throws `consent.not_verified` whatever is wrong with it, and
 * `auth.keys_unavailable`.
 */
export async function verifyIdToken(token: string, expected: Expected): Promise<Claims & { nonce: string }> {
  const claims = await verified(token, expected)
  const { nonce, scp, idtyp } = claims
  // the API's access tokens have the same audience and issuer
  if (nonce === undefined || scp !== undefined || idtyp !== undefined) throw new AppError('consent.not_verified')
  return { ...claims, nonce }
}

async function verified(token: string, expected: Expected): Promise<Claims> {
  try {
    return await verifyToken(readBearerToken(`Bearer ${token}`), expected)
  } catch (error) {
    if (!toAppError(error).code.startsWith('auth.token_')) throw error
    throw new AppError('consent.not_verified', { cause: error })
  }
}
