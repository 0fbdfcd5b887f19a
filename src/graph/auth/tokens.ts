import { type EntraTenantId, toEntraTenantId } from '../../shared/ids'
import type { AccessToken, TokenCredential } from '@azure/identity'
import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'
import { toAuthError } from './errors'
import type { CredentialFactory } from './credentials'
import { LRUCache } from 'lru-cache'

/** Tokens of one tenant. */
export interface TokenSource {
  /** A token good for at least 5 minutes. Throws `graph.auth.*`; rejects with the signal's reason when it aborts. */
  get(signal: AbortSignal): Promise<string>
  /** Graph did not take this token: the next `get` asks Entra for another. */
  refuse(token: string): void
}

interface Dependencies {
  credentialFor: CredentialFactory
  scope: string
  clock: Clock
}

/** The token of a run must outlive its wait in the budget, which is two minutes at most. */
const MARGIN_MS = 5 * 60_000
const TENANTS = 1_000

/**
 * One source per tenant, remembered. Whoever asks while a token is under way gets that one. A failure is not kept, but
 * a Retry-After of Entra is: until then its error is thrown again without asking.
 */
export function createTokens({
  credentialFor,
  scope,
  clock,
}: Dependencies): (entraTenantId: EntraTenantId) => TokenSource {
  const tenants = new LRUCache<EntraTenantId, TokenSource>({ max: TENANTS, memoMethod: createSource })

  function createSource(entraTenantId: EntraTenantId): TokenSource {
    let credential: TokenCredential | undefined
    let token: AccessToken | undefined
    let underway: Promise<string> | undefined
    let blocked: { error: AppError; until: number } | undefined

    /** The credential has a cache of its own, of tokens and of refusals: only a new one asks again. */
    function forget() {
      credential = undefined
      token = undefined
    }

    async function ask(): Promise<string> {
      try {
        credential ??= credentialFor(entraTenantId)
        const fresh = await credential.getToken(scope)
        if (!fresh) throw new AppError('graph.auth.failed')
        token = fresh
        return fresh.token
      } catch (cause) {
        forget()
        const error = toAuthError(cause, undefined)
        if (error.retryAfterMs) blocked = { error, until: clock.now() + error.retryAfterMs }
        throw error
      } finally {
        underway = undefined
      }
    }

    return {
      async get(signal) {
        signal.throwIfAborted()
        if (token && token.expiresOnTimestamp - clock.now() > MARGIN_MS) return token.token
        if (blocked && blocked.until > clock.now()) throw blocked.error
        return unlessAborted((underway ??= ask()), signal)
      },
      refuse(refused) {
        if (token?.token === refused) forget()
      },
    }
  }

  return (entraTenantId) => tenants.memo(toEntraTenantId(entraTenantId.toLowerCase()))
}

/** Others may be waiting for the same token, so it is the wait that ends and not the request. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop))
}
