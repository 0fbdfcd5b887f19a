import type { EntraTenantId } from '../../shared/ids'
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  type TokenCredentialOptions,
} from '@azure/identity'
import { AppError } from '../../shared/errors'
import { toAuthError } from './errors'
import { createRefusalRecorder } from './refusal-recorder'

/** The app's registration in Entra, and how it authenticates: secret, certificate or managed identity. */
export interface EntraApp {
  clientId: string
  clientSecret: string | undefined
  certificatePath: string | undefined
  managedIdentityClientId: string | undefined
  authorityHost: string
  instanceDiscovery: boolean
}

/** Makes the credential of one Entra tenant. Its `getToken` throws only `AppError` (`graph.auth.*`). */
export type CredentialFactory = (entraTenantId: EntraTenantId) => TokenCredential

const EXCHANGE_SCOPE = 'api://AzureADTokenExchange/.default'

/**
 * Makes credentials from what is configured: client secret, else certificate, else the managed identity as federated
 * credential of the app ("workload identity federation": no secret at all). Each call makes a new one with an empty
 * cache; `createTokens` keeps one per tenant. Refused token requests are not retried. `transport` is for tests.
 */
export function createCredentials(
  entra: EntraApp,
  transport: Pick<TokenCredentialOptions, 'httpClient'> = {},
): CredentialFactory {
  const { clientId, clientSecret, certificatePath, managedIdentityClientId } = entra
  const identity = managedIdentityClientId
    ? new ManagedIdentityCredential({ clientId: managedIdentityClientId })
    : undefined

  function make(tenant: string, options: TokenCredentialOptions): TokenCredential {
    const common = { ...options, disableInstanceDiscovery: !entra.instanceDiscovery }
    if (clientSecret) return new ClientSecretCredential(tenant, clientId, clientSecret, common)
    if (certificatePath) return new ClientCertificateCredential(tenant, clientId, { certificatePath }, common)
    return new ClientAssertionCredential(tenant, clientId, assertion, common)
  }

  async function assertion(): Promise<string> {
    const token = await identity?.getToken(EXCHANGE_SCOPE)
    if (!token) throw new AppError('graph.auth.invalid_client', { message: 'No managed identity is configured.' })
    return token.token
  }

  return (entraTenantId) => {
    const refusals = createRefusalRecorder()
    let inner: TokenCredential | undefined
    return {
      async getToken(scopes, options) {
        refusals.forget()
        try {
          inner ??= make(entraTenantId, {
            authorityHost: entra.authorityHost,
            retryOptions: { maxRetries: 0 },
            additionalPolicies: [{ policy: refusals.policy, position: 'perRetry' }],
            ...transport,
          })
          return await inner.getToken(scopes, options)
        } catch (error) {
          throw toAuthError(error, refusals.refusal())
        }
      },
    }
  }
}
