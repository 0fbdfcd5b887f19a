import { ManagedIdentityCredential } from '@azure/identity'
import type { Config } from './config'
import type { ServiceBusAccess } from './runs/queue/service-bus'

/**
 * Chooses how to connect to Service Bus: by connection string, else by managed identity (`clientId`: user-assigned).
 */
export function serviceBusAccess(configured: Config['serviceBus']): ServiceBusAccess {
  if (configured.connectionString !== undefined) return { connectionString: configured.connectionString }
  const { fullyQualifiedNamespace, clientId } = configured
  return { fullyQualifiedNamespace, credential: new ManagedIdentityCredential(clientId ? { clientId } : {}) }
}
