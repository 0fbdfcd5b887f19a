import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../../db/database'
import type { ErrorCode } from '../../shared/error-codes'
import { AppError } from '../../shared/errors'
import type { Log } from '../../shared/log'
import { activateTenant } from '../../tenants/activate'
import { principalText, readPrincipal } from '../caller'
import type { Claims } from '../claims'
import type { KeyCache } from '../key-cache'
import { type ConsentSettings, signInUrl } from './addresses'
import { isAdministrator, verifyIdToken } from './id-token'
import { hashOf, newSecret, type Random } from './secrets'
import { type AskedConsent, awaitConfirmation, endConsent, enterConsent, startSignIn } from './step'

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

/** Why an account may not activate the tenant, and where another one signs in. */
interface Refused {
  refused: 'consent.other_tenant' | 'consent.not_administrator'
  signInUrl: string
}

/**
 * What an administrator's browser does with the links, without a caller. A sign-in and its confirmation take their state once;
 * the link itself counts until then, and begins anew. Everything throws `consent.link_invalid` and `request.too_many`.
 */
export const createConsentLinks = ({ db, settings, keys, clock, random, log, count }: Deps) => ({
  /**
   * The browser comes back from Entra's consent, the first time or again: earlier sign-ins are void. What it brings besides the
   * state is not believed.
   */
  async afterConsent(state: string): Promise<Asked & { signInUrl: string }> {
    count()
    return db.transaction(async (tx) => {
      const asked = await enterConsent(tx, 'consent', state)
      const next = { state: newSecret(random), nonce: newSecret(random) }
      await startSignIn(tx, state, next)
      return { ...asked, signInUrl: signInUrl(settings, asked.entraTenantId, next) }
    })
  },

  /**
   * Somebody has signed in. Returns the state for his confirmation if he administers the tenant. Else nothing changes: tells why,
   * with the same link to the sign-in for another account. Throws `consent.not_verified` and `auth.keys_unavailable`.
   */
  async afterSignIn(state: string, idToken: string): Promise<(Asked & { state: string }) | Refused> {
    count()
    const told = (code: ErrorCode, tenantId?: string) => log('consent_refused', { code, ...(tenantId && { tenantId }) })
    const expected = { clientId: settings.apiClientId, keys, now: clock.now() }
    const claims = await verifyIdToken(idToken, expected).catch((error: unknown) => {
      if (error instanceof AppError) told(error.code)
      throw error
    })
    return db.transaction(async (tx) => {
      const asked = await enterConsent(tx, 'sign_in', state)
      if (!isForNonce(claims, asked)) {
        told('consent.not_verified', asked.tenantId)
        throw new AppError('consent.not_verified')
      }
      const refused = whyRefused(claims, asked)
      if (refused) {
        told(refused, asked.tenantId)
        return { refused, signInUrl: signInUrl(settings, asked.entraTenantId, { state, nonce: claims.nonce }) }
      }
      const administrator = principalText({ tid: claims.tid.toLowerCase(), oid: claims.oid.toLowerCase() })
      const next = newSecret(random)
      await awaitConfirmation(tx, state, { state: next, administrator })
      return { ...asked, state: next }
    })
  },

  /** The administrator confirms: the tenant is active. */
  async confirm(state: string): Promise<Asked & { status: string }> {
    count()
    return db.transaction(async (tx) => {
      const asked = await enterConsent(tx, 'confirm', state)
      await endConsent(tx, state)
      const { administrator: actor, workspaceId, tenantId } = asked
      if (!readPrincipal(actor)) throw new Error('nobody has signed in')
      const status = await activateTenant(tx, { workspaceId, tenantId }, { actor, actorKind: 'person' })
      // removed at the same moment: nothing is active now
      if (status === 'removed') throw new AppError('consent.link_invalid')
      return { ...asked, status }
    })
  },
})

type SignedIn = Claims & { nonce: string }

function isForNonce({ nonce }: SignedIn, { nonceHash }: AskedConsent): boolean {
  const given = Buffer.from(hashOf(nonce))
  const expected = Buffer.from(nonceHash)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function whyRefused(claims: SignedIn, { entraTenantId }: AskedConsent): Refused['refused'] | undefined {
  if (claims.tid.toLowerCase() !== entraTenantId.toLowerCase()) return 'consent.other_tenant'
  return isAdministrator(claims) ? undefined : 'consent.not_administrator'
}
