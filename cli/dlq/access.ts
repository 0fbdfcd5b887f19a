import type { ServiceBusClient, ServiceBusClientOptions } from '@azure/service-bus'
import { isLocal } from '../../src/shared/local-address'
import { azureCliCredential } from '../azure-cli'
import { UsageError } from '../usage'

const namespaceForm = /^[a-z][a-z0-9-]{4,48}[a-z0-9]\.servicebus\.(windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)$/i

/** Where the queues are: a namespace of Azure, or a broker on this machine. */
export type BrokerPlace = { namespace: string } | { connectionString: string }

/**
 * Reads TENANTPILOT_SERVICEBUS. A connection string holds a key, so it is taken for this machine alone. Throws a `UsageError`
 * without the value.
 */
export function readPlace(text: string | undefined): BrokerPlace {
  const given = text?.trim()
  if (!given)
    throw new UsageError('Which Service Bus? Set TENANTPILOT_SERVICEBUS to its name: NAME.servicebus.windows.net.')
  if (namespaceForm.test(given)) return { namespace: given }
  const endpoints = given.split(';').filter((part) => /^\s*endpoint\s*=/i.test(part))
  if (endpoints.length === 0)
    throw new UsageError('TENANTPILOT_SERVICEBUS must be the name of a namespace: NAME.servicebus.windows.net.')
  if (endpoints.length > 1 || !isOnThisMachine(endpoints[0]!))
    throw new UsageError(
      'TENANTPILOT_SERVICEBUS takes a connection string for a broker on this machine only: a key of Azure must not stand in an environment. Give the name alone, NAME.servicebus.windows.net, and sign in with "az login".',
    )
  if (!isWhole(given))
    throw new UsageError(
      'TENANTPILOT_SERVICEBUS is no whole connection string: it must be Endpoint=sb://HOST:PORT;SharedAccessKeyName=NAME;SharedAccessKey=KEY, each part once.',
    )
  return { connectionString: given }
}

const neededParts = [/^Endpoint\s*=\s*sb:\/\/./, /^SharedAccessKeyName\s*=\s*\S/, /^SharedAccessKey\s*=\s*\S/]

/** True: the SDK can read it. Its own sentences say nothing of TENANTPILOT_SERVICEBUS. */
function isWhole(connectionString: string): boolean {
  const parts = connectionString.split(';').flatMap((part) => part.trim() || [])
  const once = (form: RegExp) => parts.filter((part) => form.test(part)).length === 1
  return parts.every((part) => /^\w+\s*=/.test(part)) && neededParts.every(once)
}

function isOnThisMachine(endpoint: string): boolean {
  const url = endpoint.slice(endpoint.indexOf('=') + 1).trim()
  return URL.canParse(url) && isLocal(url)
}

/** So much patience as the backend has: no request takes over 20 s. */
const options: ServiceBusClientOptions = { retryOptions: { maxRetries: 1, timeoutInMs: 10_000, retryDelayInMs: 500 } }

/** Makes a client, in Azure as whoever is signed in with the Azure CLI. Connects on first use. */
export async function connectBroker(place: BrokerPlace): Promise<ServiceBusClient> {
  // loaded only here: other commands do not need it
  const { ServiceBusClient } = await import('@azure/service-bus')
  if ('connectionString' in place) return new ServiceBusClient(place.connectionString, options)
  return new ServiceBusClient(place.namespace, await azureCliCredential(), options)
}
