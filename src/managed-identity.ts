import type * as azureIdentity from '@azure/identity'
import type { Clock } from './shared/clock'
import { keepToken, type KeptToken } from './shared/kept-token'
import { withTimeout } from './shared/timeout'

type AccessToken = azureIdentity.AccessToken
type TokenCredential = azureIdentity.TokenCredential

/** The managed identity of this process, for everything that takes a token. */
export interface ManagedIdentity extends TokenCredential {
  /** Gets the token of one scope. Throws what @azure/identity throws, and an error with the code ETIMEDOUT after 10 s. */
  getToken(scope: string | string[]): Promise<AccessToken>
  /** Drops a token that was refused. @azure/identity and the platform keep those with more than five minutes themselves. */
  refuse(token: string): void
}

/** Milliseconds. */
const patienceMs = 10_000

const tooLate = () => Object.assign(new Error('The managed identity timed out.'), { code: 'ETIMEDOUT' })

/**
 * Makes the managed identity; `clientId`: of a user-assigned one. It keeps a token for each scope, because @azure/identity asks anew
 * each time for one with less than five minutes. The SDK is loaded for the first token: who needs none never loads it.
 */
export function createManagedIdentity(clientId: string | undefined, clock: Pick<Clock, 'now'>): ManagedIdentity {
  const kept = new Map<string, KeptToken<AccessToken>>()
  let credential: TokenCredential | undefined

  async function ask(scope: string): Promise<AccessToken> {
    credential ??= loadCredential(clientId)
    const { getToken } = credential
    const token = await withTimeout(patienceMs, () => getToken.call(credential, scope), tooLate)
    if (!token) throw tooLate()
    return token
  }

  function tokenOf(scope: string): KeptToken<AccessToken> {
    const known = kept.get(scope) ?? keepToken(() => ask(scope), clock)
    kept.set(scope, known)
    return known
  }

  return {
    getToken: (scope) => tokenOf([scope].flat().join(' ')).get(),
    refuse(token) {
      for (const each of kept.values()) each.refuse(token)
    },
  }
}

function loadCredential(clientId: string | undefined): TokenCredential {
  const { ManagedIdentityCredential }: typeof azureIdentity = require('@azure/identity')
  const retryOptions = { maxRetries: 2, retryDelayInMs: 300 }
  return new ManagedIdentityCredential({ ...(clientId ? { clientId } : {}), retryOptions })
}
