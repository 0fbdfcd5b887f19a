import type { AccessToken, TokenCredential } from '@azure/identity'
import { AppError } from '../../shared/errors'

/** The managed identity. Its `getToken` throws only `AppError` (`graph.auth.*`). */
export interface Identity {
  getToken(scope: string | string[]): Promise<AccessToken>
}

/** What the endpoint of identities answers where the app has no such identity. */
const unknownIdentity = [400, 401, 403, 404]

/** Says what is wrong when an identity gives no token: it passes by itself, or an administrator must act. */
export function explainedIdentity(identity: TokenCredential): Identity {
  return {
    async getToken(scope) {
      try {
        const token = await identity.getToken(scope)
        if (token) return token
      } catch (cause) {
        throw identityError(cause)
      }
      throw identityError(undefined)
    },
  }
}

function identityError(cause: unknown): AppError {
  // @azure/identity has the answer's status in its cause alone
  const { status = 0 } = ((cause as { cause?: unknown } | undefined)?.cause ?? {}) as { status?: number }
  if (unknownIdentity.includes(status))
    return new AppError('graph.auth.failed', {
      message: 'The app has no managed identity of this client id. Assign it, or correct AZURE_CLIENT_ID.',
      cause,
    })
  return new AppError('graph.auth.unavailable', {
    message: 'The managed identity gives no token at the moment.',
    cause,
  })
}
