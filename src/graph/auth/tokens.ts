import { type EntraTenantId, toEntraTenantId } from '../../shared/ids'
import type { AccessToken, TokenCredential } from '@azure/identity'
import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'
import { toAuthError } from './errors'
import type { CredentialFactory } from './credentials'
import { LRUCache } from 'lru-cache'

/** Gets the tokens of one tenant. */
export interface TokenSource {
  /**
   * Gets a token that is valid for at least 5 minutes and was not requested before `notBefore` (ms since the epoch).
   * Throws `graph.auth.*`; rejects with the signal's reason when it aborts.
   */
  get(signal: AbortSignal, notBefore?: number): Promise<string>
  /** Drops a token that Graph has refused: the next `get` asks Entra for another. */
  refuse(token: string): void
}

/** Runs one request for a token, and throws on what it throws: for whoever watches. */
export type AroundToken = <T>(work: () => Promise<T>) => Promise<T>

interface Dependencies {
  credentialFor: CredentialFactory
  scope: string
  clock: Clock
  /** Default: nobody watches. */
  around?: AroundToken
}

interface TokenRequest {
  began: number
  token: Promise<string>
}

/** A token must stay valid while its request waits for the budget: two minutes at most. */
const MARGIN_MS = 5 * 60_000
const TENANTS = 1_000

/**
 * Keeps one token source per tenant. Concurrent callers share one token request. A failure is not cached, unless Entra
 * sent a Retry-After: until then the same error is thrown without a request.
 */
export function createTokens({
  credentialFor,
  scope,
  clock,
  around = (work) => work(),
}: Dependencies): (entraTenantId: EntraTenantId) => TokenSource {
  const tenants = new LRUCache<EntraTenantId, TokenSource>({ max: TENANTS, memoMethod: createSource })

  function createSource(entraTenantId: EntraTenantId): TokenSource {
    let credential: TokenCredential | undefined
    let token: AccessToken | undefined
    /** When the token was requested. */
    let requestedAt = 0
    /** The newest request that has no answer yet. */
    let underway: TokenRequest | undefined
    let blocked: { error: AppError; until: number } | undefined

    /** Drops token and credential: the credential caches tokens and refusals, so only a new one asks Entra again. */
    function forget() {
      credential = undefined
      token = undefined
    }

    function startRequest(): TokenRequest {
      const answer = around(requestToken)
      const request = { began: clock.now(), token: answer.then(({ token }) => token) }
      const end = (fresh?: AccessToken) => {
        // a request that began later replaces this one, whichever is answered first
        if (underway !== request) return
        underway = undefined
        if (fresh) [token, requestedAt] = [fresh, request.began]
      }
      answer.then(end, () => end())
      return request
    }

    async function requestToken(): Promise<AccessToken> {
      try {
        credential ??= credentialFor(entraTenantId)
        const fresh = await credential.getToken(scope)
        if (!fresh) throw new AppError('graph.auth.failed')
        if (!isUsable(fresh)) throw new AppError('graph.auth.unavailable', { message: 'Entra sent no usable token.' })
        return fresh
      } catch (cause) {
        forget()
        const error = toAuthError(cause, undefined)
        if (error.retryAfterMs) blocked = { error, until: clock.now() + error.retryAfterMs }
        throw error
      }
    }

    return {
      async get(signal, notBefore = 0) {
        signal.throwIfAborted()
        if (requestedAt < notBefore) forget()
        if (token && token.expiresOnTimestamp - clock.now() > MARGIN_MS) return token.token
        if (blocked && blocked.until > clock.now()) throw blocked.error
        if (!underway || underway.began < notBefore) underway = startRequest()
        return unlessAborted(underway.token, signal)
      },
      refuse(refused) {
        if (token?.token === refused) forget()
      },
    }
  }

  return (entraTenantId) => tenants.memo(toEntraTenantId(entraTenantId.toLowerCase()))
}

/** True: the token can stand in a header, and it is known until when. */
const isUsable = ({ token, expiresOnTimestamp }: AccessToken) =>
  /^[\x21-\x7e]+$/.test(token) && Number.isFinite(expiresOnTimestamp)

/** Ends the wait when the signal aborts, but not the request: other callers may share it. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop))
}
