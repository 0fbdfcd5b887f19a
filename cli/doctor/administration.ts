import type { ServiceBusAdministrationClient, ServiceBusAdministrationClientOptions } from '@azure/service-bus'
import { azureCliCredential } from '../azure-cli'
import type { Bus } from './installation'

/** Makes a client that reads what queues are, in Azure as whoever is signed in with the Azure CLI. Connects on first use. */
export async function connectAdministration({ place, certificate }: Bus): Promise<ServiceBusAdministrationClient> {
  // loaded only here: other commands need neither
  const { ServiceBusAdministrationClient } = await import('@azure/service-bus')
  const options: ServiceBusAdministrationClientOptions = {
    retryOptions: { maxRetries: 1, retryDelayInMs: 500 },
    ...(certificate === undefined ? {} : { tlsOptions: { ca: certificate } }),
  }
  if ('connectionString' in place) return new ServiceBusAdministrationClient(place.connectionString, options)
  return new ServiceBusAdministrationClient(place.namespace, await azureCliCredential(), options)
}
