import type { AccessToken, TokenCredential, TokenCredentialOptions } from '@azure/identity'
import { AppError } from '../../shared/errors'
import type { EntraTenantId } from '../../shared/ids'
import { toAuthError } from './errors'
import { createRefusalRecorder } from './refusal-recorder'
import type { EntraApp, Means, Way } from './ways'

/** Makes the credential of one Entra tenant. Its `getToken` throws only `AppError` (`graph.auth.*`). */
export type CredentialFactory = (entraTenantId: EntraTenantId) => TokenCredential

type GetToken = TokenCredential['getToken']

/**
 * Makes credentials from the ways that are configured. The next one is tried when Entra refuses the one before, and first what the
 * vault has instead of it by then; also when the vault does not give it out, or what it gives cannot be used. Each call makes a new credential with an empty cache; `createTokens` keeps one per tenant.
 * Refused token requests are not retried. `transport` is for tests.
 */
export function createCredentials(
  entra: Pick<EntraApp, 'authorityHost' | 'instanceDiscovery'>,
  ways: readonly Way[],
  transport: Pick<TokenCredentialOptions, 'httpClient'> = {},
): CredentialFactory {
  function open(tenant: EntraTenantId, way: Way): GetToken {
    const refusals = createRefusalRecorder()
    let opened: { means: Means; credential: TokenCredential } | undefined

    async function ask(...request: Parameters<GetToken>): Promise<AccessToken | null> {
      refusals.forget()
      try {
        const means = await way.means()
        if (opened?.means.version !== means.version) opened = { means, credential: means.open(tenant, options) }
        return await opened.credential.getToken(...request)
      } catch (error) {
        throw toAuthError(error, refusals.refusal())
      }
    }
    const options = {
      authorityHost: entra.authorityHost,
      disableInstanceDiscovery: !entra.instanceDiscovery,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy: refusals.policy, position: 'perRetry' as const }],
      ...transport,
    }
    return (...request) =>
      ask(...request).catch(async (error: unknown) => {
        if (isRefused(error) && opened && (await way.hasOther(opened.means.version))) return ask(...request)
        throw error
      })
  }

  return (entraTenantId) => {
    const opened = ways.map((way) => open(entraTenantId, way))
    return {
      async getToken(...request) {
        let refusal: unknown = new AppError('graph.auth.invalid_client')
        for (const getToken of opened) {
          try {
            return await getToken(...request)
          } catch (error) {
            if (!isRefused(error) && !isUnreadable(error)) throw error
            refusal = error
          }
        }
        throw refusal
      },
    }
  }
}

/** True: the vault does not have it, or not in a form that can be used. */
const isUnreadable = (error: unknown) => error instanceof AppError && error.code === 'graph.auth.secret_unreadable'

/** True: Entra does not take this secret, certificate or identity, and perhaps another one. */
const isRefused = (error: unknown) => error instanceof AppError && error.code === 'graph.auth.invalid_client'

/** When the first of the credentials ends that are configured and have an end. Null: none is known. */
export function credentialExpiresAt(ways: readonly Way[]): Date | null {
  const ends = ways.flatMap((way) => way.expiresAt() ?? [])
  return ends.length === 0 ? null : new Date(Math.min(...ends.map(Number)))
}
