import type { Config } from './config'
import type { ManagedIdentity } from './managed-identity'
import type { ServiceBusAccess } from './runs/queue/service-bus'

/** Chooses how to connect to Service Bus: by connection string, else by managed identity. */
export function serviceBusAccess(configured: Config['serviceBus'], identity: ManagedIdentity): ServiceBusAccess {
  if (configured.connectionString !== undefined) return { connectionString: configured.connectionString }
  return { fullyQualifiedNamespace: configured.fullyQualifiedNamespace, credential: unhurried(identity) }
}

/** So long before the end of a token @azure/service-bus 7.9.5 renews it on its links. Milliseconds. */
const renewedAheadMs = 2 * 60_000

/**
 * Calls a token with little left longer-lived than it is: @azure/service-bus would renew it without a pause, thousands of times a
 * second. So it is renewed when half of what it has is over.
 */
export function unhurried(identity: Pick<ManagedIdentity, 'getToken'>): Pick<ManagedIdentity, 'getToken'> {
  return {
    async getToken(scope) {
      const token = await identity.getToken(scope)
      const now = Date.now()
      const leastMs = renewedAheadMs + Math.max(token.expiresOnTimestamp - now, 1_000) / 2
      return { ...token, expiresOnTimestamp: Math.max(token.expiresOnTimestamp, now + leastMs) }
    },
  }
}
