import { ManagedIdentityCredential } from '@azure/identity'
import type { Config } from './config'
import type { ServiceBusAccess } from './runs/queue/service-bus'

/** How Service Bus lets this process in: by connection string, else by managed identity (`clientId`: a user-assigned one). */
export function serviceBusAccess(configured: Config['serviceBus']): ServiceBusAccess {
  if (configured.connectionString !== undefined) return { connectionString: configured.connectionString }
  const { fullyQualifiedNamespace, clientId } = configured
  return { fullyQualifiedNamespace, credential: new ManagedIdentityCredential(clientId ? { clientId } : {}) }
}
