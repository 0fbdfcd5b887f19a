import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import type { Log } from '../../shared/log'
import { activateTenant } from '../../tenants/activate'
import { principalText, readPrincipal } from '../caller'
import type { Claims } from '../claims'
import type { KeyCache } from '../key-cache'
import { type ConsentSettings, signInUrl } from './addresses'
import { isAdministrator, verifyIdToken } from './id-token'
import { hashOf, newSecret, type Random } from './secrets'
import { type AskedConsent, enterConsent, takeState } from './step'

interface Deps {
  /** A pool whose role is `api`. */
  db: Db
  settings: ConsentSettings
  keys: KeyCache
  clock: { now(): number }
  random: Random
  log: Log
  /** Counts a request of somebody unknown. Throws `request.too_many`. */
  count(): void
}

/** Who asks, and for which tenant. */
type Asked = Pick<AskedConsent, 'workspaceName' | 'tenantName' | 'entraTenantId'>

/**
 * What an administrator's browser does with the links, without a caller. Each step takes the state of the step before, once.
 * Everything throws
 * `consent.link_invalid` and `request.too_many`.
 */
export const createConsentLinks = ({ db, settings, keys, clock, random, log, count }: Deps) => ({
  /** The browser comes back from Entra's consent. What it brings besides the state is not believed. */
  async afterConsent(state: string): Promise<Asked & { signInUrl: string }> {
    count()
    return db.transaction(async (tx) => {
      const asked = await enterConsent(tx, 'consent', state)
      const next = { state: newSecret(random), nonce: newSecret(random) }
      await takeState(tx, state, { step: 'sign_in', ...next })
      return { ...asked, signInUrl: signInUrl(settings, asked.entraTenantId, next) }
    })
  },

  /**
   * Somebody has signed in. Returns the state for his confirmation if he administers the tenant. Else nothing changes, so that
   * he may choose another account: throws `consent.not_verified`, `consent.other_tenant`, `consent.not_administrator`, and
   * `auth.keys_unavailable`.
   */
  async afterSignIn(state: string, idToken: string): Promise<Asked & { state: string }> {
    count()
    const refuse = (error: unknown, tenantId?: string): never => {
      if (error instanceof AppError) log('consent_refused', { code: error.code, ...(tenantId && { tenantId }) })
      throw error
    }
    const claims = await verifyIdToken(idToken, { clientId: settings.apiClientId, keys, now: clock.now() }).catch(
      refuse,
    )
    return db.transaction(async (tx) => {
      const asked = await enterConsent(tx, 'sign_in', state)
      const wrong = whatIsWrong(claims, asked)
      if (wrong) return refuse(new AppError(wrong), asked.tenantId)
      const administrator = principalText({ tid: claims.tid.toLowerCase(), oid: claims.oid.toLowerCase() })
      const next = newSecret(random)
      await takeState(tx, state, { step: 'confirm', state: next, administrator })
      return { ...asked, state: next }
    })
  },

  /** The administrator confirms: the tenant is active. */
  async confirm(state: string): Promise<Asked & { status: string }> {
    count()
    return db.transaction(async (tx) => {
      const asked = await enterConsent(tx, 'confirm', state)
      await takeState(tx, state, { step: 'done' })
      const { administrator: actor, workspaceId, tenantId } = asked
      if (!readPrincipal(actor)) throw new Error('nobody has signed in')
      const status = await activateTenant(tx, { workspaceId, tenantId }, { actor, actorKind: 'person' })
      return { ...asked, status }
    })
  },
})

function whatIsWrong(claims: Claims & { nonce: string }, { nonceHash, entraTenantId }: AskedConsent) {
  const given = Buffer.from(hashOf(claims.nonce))
  const expected = Buffer.from(nonceHash)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'consent.not_verified'
  if (claims.tid.toLowerCase() !== entraTenantId.toLowerCase()) return 'consent.other_tenant'
  return isAdministrator(claims) ? undefined : 'consent.not_administrator'
}
